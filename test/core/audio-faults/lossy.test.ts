import { faultSuite } from './suite';

faultSuite('lossy', ['OGG', 'OGG, Opus', 'AAC', 'M4A', 'M4A, index last']);
