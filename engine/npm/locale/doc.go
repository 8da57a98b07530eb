// Package locale orders names as npm does: by String.prototype.localeCompare with the locale "en", which is the root
// order of the Unicode Collation Algorithm (CLDR).
//
// Where npm sorts, this order decides what it does first, and so which version lands at the top of the tree; and it is
// the order of the keys in a lock. It is no order for people's names or any other language.
package locale
