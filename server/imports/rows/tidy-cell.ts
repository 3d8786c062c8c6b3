import { tidyLine, tidyText } from "../../../shared/rules/text.ts";

/** Latin letters, digits and signs with single spaces between: tidy as it is, as most cells are. */
const TIDY = /^[!-~\u00c0-\u024f]+(?: [!-~\u00c0-\u024f]+)*$/;

/** `tidyLine`, at once for a cell that is tidy. Its expressions take longer than everything else that is read in a row. */
export const tidyCellLine = (cell: string): string => (TIDY.test(cell) ? cell : tidyLine(cell));

/** `tidyText`, at once for a cell that is tidy. */
export const tidyCellText = (cell: string): string => (TIDY.test(cell) ? cell : tidyText(cell));
