/** The key in `memory` that says: this screen was opened with the search shortcut, so focus the field. */
export const FOCUS_SEARCH = "searching";
