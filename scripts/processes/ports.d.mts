export function freePort(preferred?: number): Promise<number>;
export function portIsFree(port: number): Promise<boolean>;
