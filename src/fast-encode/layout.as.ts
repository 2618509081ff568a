// Where things stand in the memory: tables, a plan and the input are put there by the caller, the output is copied out by it.

/** Two 64-bit words for each power of ten from 10^-292 to 10^324, the low one first: its leading 128 bits, rounded up. */
export const powersAt: u32 = 0x400
/** The texts "00" to "99". */
export const pairsAt: u32 = 0x3000
/** The sizes of a tensor's axes from the innermost to the outermost, and how far each of them has come. */
export const sizesAt: u32 = 0x3200
export const countsAt: u32 = 0x3300
export const columnsAt: u32 = 0x4000
export const inputAt: u32 = 0x8000
export const outputAt: u32 = 0x80000
export const outputEnd: u32 = 0x100000
