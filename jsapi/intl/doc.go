// Package intl is ECMA-402's Intl for the locales in the folder locales: DateTimeFormat, NumberFormat, PluralRules, Collator,
// ListFormat, RelativeTimeFormat, Segmenter, getCanonicalLocales, supportedValuesOf, and the toLocale… methods of the language.
//
// What it knows of a locale was recorded from Node 20 by testdata/record.js and testdata/words.js (the data of Unicode's CLDR, Unicode License V3): the pattern of
// every combination of date and time fields, names of months and time zones, shapes of numbers. So what is printed is what Node
// prints. Time zones are those of the system that Go finds; Collator is golang.org/x/text's, and Segmenter clipperhouse/uax29's.
//
// What it does not know throws a RangeError that says so, and never prints a guess: other locales, calendars and numbering systems, day periods,
// scientific notation, rounding other than half away from zero, currencies and units that were not recorded, a time zone's name at
// an offset it does not have today, words of scripts that need a dictionary. Left undefined, so that packages see it: DisplayNames,
// DurationFormat, Locale.
package intl
