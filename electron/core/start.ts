/** The first lines of the core's process. Its arguments: the core's program, and the file its compiled form is kept in. */
import { runKept } from '../host/kept-code';

const [program = '', kept = ''] = process.argv.slice(2);
const { keep } = runKept(program, kept);
// At the end most of what a start needs has been compiled, and nobody waits.
process.once('exit', keep);
