package regexp

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
)

//go:embed tables.txt
var tablesText string

// tables are tables.txt, read when a property is first used.
type tables struct {
	binary     map[string]string // ranges, as they are written there
	extensions map[string]string // of Script_Extensions, what Script does not have
	aliases    map[string]string // of scripts
}

func readTables() *tables {
	t := &tables{map[string]string{}, map[string]string{}, map[string]string{}}
	for line := range strings.Lines(tablesText) {
		kind, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		name, value, _ := strings.Cut(rest, " ")
		switch kind {
		case "=":
			t.binary[name] = value
		case "scx":
			t.extensions[name] = value
		case "alias":
			t.aliases[name] = value
		}
	}
	return t
}

// readRanges reads ranges as testdata/tables.js writes them.
func readRanges(text string) set {
	var spans []span
	at := rune(0)
	number := func(s string) rune {
		n, _ := strconv.ParseInt(s, 36, 32) // the file is ours, and a test reads all of it
		return rune(n)
	}
	for word := range strings.FieldsSeq(text) {
		first, length, _ := strings.Cut(word, "-")
		lo := at + number(first)
		at = lo + number(length)
		spans = append(spans, span{lo, at})
	}
	return newSet(spans)
}

// properties knows what \p{…} stands for. It is safe for concurrent use.
type properties struct {
	tables func() *tables
	mu     sync.Mutex
	known  map[string]set
}

func newProperties() *properties {
	return &properties{tables: sync.OnceValue(readTables), known: map[string]set{}}
}

// lookup returns the set of an expression as \p takes it, and whether there is one.
func (p *properties) lookup(expression string) (set, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if s, ok := p.known[expression]; ok {
		return s, true
	}
	s, ok := p.find(expression)
	if ok {
		p.known[expression] = s
	}
	return s, ok
}

func (p *properties) find(expression string) (set, bool) {
	name, value, both := strings.Cut(expression, "=")
	if !both {
		if s, ok := category(name); ok {
			return s, true
		}
		return p.binaryProperty(name)
	}
	switch name {
	case "General_Category", "gc":
		return category(value)
	case "Script", "sc":
		return p.script(value)
	case "Script_Extensions", "scx":
		return p.scriptExtensions(value)
	}
	return nil, false
}

func category(name string) (set, bool) {
	if long, ok := unicode.CategoryAliases[name]; ok {
		name = long
	}
	if t, ok := unicode.Categories[name]; ok {
		return ofTables(t), true
	}
	return nil, false
}

// scriptName is a script's long name; Qaac and Qaai are what ISO 15924 had before Coptic and Inherited had codes.
func (p *properties) scriptName(name string) string {
	switch name {
	case "Qaac":
		return "Coptic"
	case "Qaai":
		return "Inherited"
	}
	if long, ok := p.tables().aliases[name]; ok {
		return long
	}
	return name
}

func (p *properties) script(name string) (set, bool) {
	t, ok := unicode.Scripts[p.scriptName(name)]
	if !ok {
		return nil, false
	}
	return ofTables(t), true
}

func (p *properties) scriptExtensions(name string) (set, bool) {
	s, ok := p.script(name)
	if !ok {
		return nil, false
	}
	switch name = p.scriptName(name); name {
	case "Common", "Inherited": // what has an extension belongs to that alone
		for _, text := range p.tables().extensions {
			s = s.minus(readRanges(text))
		}
		return s, true
	}
	return s.union(readRanges(p.tables().extensions[name])), true
}

// shortNames are the aliases of binary properties.
var shortNames = map[string]string{
	"AHex": "ASCII_Hex_Digit", "Alpha": "Alphabetic", "Bidi_C": "Bidi_Control", "Bidi_M": "Bidi_Mirrored", "CI": "Case_Ignorable",
	"DI": "Default_Ignorable_Code_Point", "Dep": "Deprecated", "Dia": "Diacritic", "EBase": "Emoji_Modifier_Base", "EComp": "Emoji_Component",
	"EMod": "Emoji_Modifier", "EPres": "Emoji_Presentation", "Ext": "Extender", "ExtPict": "Extended_Pictographic", "Gr_Ext": "Grapheme_Extend",
	"Hex": "Hex_Digit", "IDC": "ID_Continue", "IDS": "ID_Start", "IDSB": "IDS_Binary_Operator", "IDST": "IDS_Trinary_Operator",
	"Ideo": "Ideographic", "Join_C": "Join_Control", "LOE": "Logical_Order_Exception", "Lower": "Lowercase", "NChar": "Noncharacter_Code_Point",
	"Pat_Syn": "Pattern_Syntax", "Pat_WS": "Pattern_White_Space", "QMark": "Quotation_Mark", "RI": "Regional_Indicator", "SD": "Soft_Dotted",
	"STerm": "Sentence_Terminal", "Term": "Terminal_Punctuation", "UIdeo": "Unified_Ideograph", "Upper": "Uppercase", "VS": "Variation_Selector",
	"XIDC": "XID_Continue", "XIDS": "XID_Start", "space": "White_Space",
}

// ofGo are the binary properties of which Go has all.
var ofGo = strings.Fields(`ASCII_Hex_Digit Deprecated Dash Diacritic Extender Hex_Digit IDS_Binary_Operator IDS_Trinary_Operator Ideographic Join_Control
	Logical_Order_Exception Noncharacter_Code_Point Pattern_Syntax Pattern_White_Space Quotation_Mark Radical Regional_Indicator Sentence_Terminal
	Soft_Dotted Terminal_Punctuation Unified_Ideograph Variation_Selector White_Space`)

func (p *properties) binaryProperty(name string) (set, bool) {
	if long, ok := shortNames[name]; ok {
		name = long
	}
	if text, ok := p.tables().binary[name]; ok {
		return readRanges(text), true
	}
	if slices.Contains(ofGo, name) {
		return ofTables(unicode.Properties[name]), true
	}
	switch name { // https://www.unicode.org/reports/tr44/#Property_List_Table
	case "Any":
		return set{{0, maxRune}}, true
	case "ASCII":
		return set{{0, 0x7F}}, true
	case "Assigned":
		return ofTables(unicode.Categories["Cn"]).complement(), true
	case "Alphabetic":
		return ofTables(unicode.Lower, unicode.Other_Lowercase, unicode.Upper, unicode.Other_Uppercase, unicode.L, unicode.Nl, unicode.Other_Alphabetic), true
	case "Lowercase":
		return ofTables(unicode.Ll, unicode.Other_Lowercase), true
	case "Uppercase":
		return ofTables(unicode.Lu, unicode.Other_Uppercase), true
	case "Cased":
		return ofTables(unicode.Lu, unicode.Ll, unicode.Lt, unicode.Other_Lowercase, unicode.Other_Uppercase), true
	case "Math":
		return ofTables(unicode.Sm, unicode.Other_Math), true
	case "ID_Start":
		return idStart(), true
	case "ID_Continue":
		return idStart().union(ofTables(unicode.Mn, unicode.Mc, unicode.Nd, unicode.Pc, unicode.Other_ID_Continue)).minus(ofTables(unicode.Pattern_Syntax, unicode.Pattern_White_Space)), true
	}
	return nil, false
}

func idStart() set {
	return ofTables(unicode.L, unicode.Nl, unicode.Other_ID_Start).minus(ofTables(unicode.Pattern_Syntax, unicode.Pattern_White_Space))
}
