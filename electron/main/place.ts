/** The system's dialog for where to save. */
import path from 'node:path';
import { app, BrowserWindow, dialog } from 'electron';
import { PLACE_KINDS, type PlaceRequest } from '../contract/host';

/** A path with that ending, or undefined when dismissed. */
export async function choosePlace({ name, ending }: PlaceRequest): Promise<string | undefined> {
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
  const options: Electron.SaveDialogOptions = {
    defaultPath: path.join(app.getPath('documents'), path.basename(name)),
    filters: [{ name: PLACE_KINDS[ending], extensions: [ending] }],
    properties: ['showOverwriteConfirmation', 'createDirectory'],
  };
  const answer = await (window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options));
  if (answer.canceled || answer.filePath === '') return undefined;
  return path.extname(answer.filePath).toLowerCase() === `.${ending}`
    ? answer.filePath
    : `${answer.filePath}.${ending}`;
}
