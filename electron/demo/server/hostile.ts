/** Names and ids as an attacker might choose them, for tests of whatever shows or files them. */
export interface Names {
  instrument(name: string): string;
  trigger(name: string): string;
  /** An id as the service gives it out, and the way back. */
  idOut(id: string): string;
  idIn(id: string): string;
}
export interface SwitchableNames extends Names {
  setHostile(on: boolean): void;
}

const ID_PREFIX = '../../..\\C:\\';
const ID_SUFFIX = '<img src=x onerror=alert(1)>.exe';
const SCRIPT = '<script>window.__pwned=1</script>';

export function createNames(): SwitchableNames {
  let hostile = false;
  return {
    setHostile: (on) => {
      hostile = on;
    },
    instrument: (name) => (hostile ? `../../../etc/${name}${SCRIPT}\u202Egpj.exe` : name),
    trigger: (name) => (hostile ? `=HYPERLINK("http://127.0.0.1/")..\\..\\CON ${name}${SCRIPT}\u0000` : name),
    idOut: (id) => (hostile ? `${ID_PREFIX}${id}${ID_SUFFIX}` : id),
    idIn: (id) =>
      id.startsWith(ID_PREFIX) && id.endsWith(ID_SUFFIX) ? id.slice(ID_PREFIX.length, -ID_SUFFIX.length) : id,
  };
}
