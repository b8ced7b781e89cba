import { faultSuite } from './suite';

faultSuite('lossless', ['WAV', 'FLAC']);
