/** Three lines and some air. All rows are as high, so that one can scroll to any of them at once. */
export const ROW_REM = 5.25;
