export function publish(move: { built: string; dist: string; sources: string }): void;
