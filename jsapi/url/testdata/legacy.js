// The legacy API, oddities included.
globalThis.url = require('url'); globalThis.L = (s) => [url.parse(s), url.parse(s, true).query, url.parse(s, false, true), url.format(s)]; 0
L("")
L("/")
L("//")
L("///")
L("////a")
L("a")
L("a/b")
L("/a")
L("/a/b?c=d&e=f#g")
L("?a=b")
L("#h")
L("?")
L("#")
L("/?")
L("/a?b?c")
L("/a b")
L("/a b?c d#e f")
L("//a/b")
L("//a@b/c")
L("//u@/c")
L("http://a")
L("http://a/")
L("HTTP://A.com:80/P?Q#R")
L("http://a.com:")
L("http://a.com:abc/")
L("http://a.com:99999/")
L("http://a:b@c:d@e/f")
L("http://a@b@c/")
L("http://a@b?@c")
L("http://u:p%40x@h:1/p?q=1#f")
L("http://%zz@h/")
L("http://u%20v@h/")
L("http://a b/")
L("http://a%b/")
L("http://a*b/")
L("http://a_b")
L("http://a..b")
L("http://-a-")
L("http://\u00f1.com/\u00f1?\u00f1#\u00f1")
L("http://xn--a.com/")
L("http://xn--fa-hia.de")
L("http://stra\u00dfe.de")
L("http://[::1]")
L("http://[::1]:80/a")
L("http://[::1]a")
L("http://[::1")
L("http://[fe80::1%25en0]/")
L("http:///a")
L("http://")
L("http:")
L("http:a")
L("http:/a")
L("HTTP:a")
L("mailto:a@b.c")
L("mailto:a@b.c?x=1")
L("mailto:")
L("javascript:alert('x y')")
L("javascript://a")
L("JAVASCRIPT:x")
L("file:///a/b")
L("file://h/a")
L("file:a")
L("file:")
L("x:y")
L("x://y")
L("x:/y")
L("x:")
L("x://u:p@h:1/a?b#c")
L("ftp://a/b;type=i")
L("ws://a")
L("wss:a")
L("gopher:a")
L("data:text/plain,x y")
L("  http://a/b  ")
L("\u00a0http://a\ufeff")
L("http://a\tb\nc/d\te")
L("/a\\b\\c?d\\e#f\\g")
L("http:\\\\a\\b?c\\d")
L("a@b")
L("a@b/c")
L("/a@b#c")
L("/a#b")
L("http://a/\"<>`{}|^\\[]' \t")
L("http://a/?\"<>`{}|^\\[]' ")
L("http://a/#\"<>`{}|^\\[]' ")
L("http://a;b/c")
L("http://a'b")
L("http://a{b")
L("http://a^b/c")
L("http://a?b")
L("http://a#b")
L("http://A.B.C:8080")
L("http://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
L("http://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
L("http://\ufffd/")
L("redis://:secret@localhost:6379/0")
L("amqp://guest:guest@rabbit:5672/%2Fvhost")
L("mongodb://a:1,b:2/db")
L("postgres://u:p%40w@db:5432/n?ssl=1")
L("unix:/var/run/x.sock")
L("http://unix:/var/run/x.sock:/path")
L("localhost:3000")
L("localhost")
L("127.0.0.1:80/a")
L("coap:u:p@::1:61616/a")
L("git+ssh://git@h:o/r.git")
L("http://a.com/\u00e9 \u65e5")
L("http://a\u3002b")
L("http://\u0130/")
L("http://a/b?c=%zz")
L("\\\\a\\b")
L("/\\a")
L("http://a/b#c?d")
L("a:b@c")
L("a:b")
L("1:2")
L("-:x")
L(".:x")
L("+a:b")
L("\u00e9:b")
[url.resolve("http://a/b/c/d;p?q#f", "g:h"), url.resolveObject("http://a/b/c/d;p?q#f", "g:h"), url.parse("http://a/b/c/d;p?q#f").resolve("g:h")]
[url.resolve("http://a/b/c/d;p?q#f", "g"), url.resolveObject("http://a/b/c/d;p?q#f", "g"), url.parse("http://a/b/c/d;p?q#f").resolve("g")]
[url.resolve("http://a/b/c/d;p?q#f", "./g"), url.resolveObject("http://a/b/c/d;p?q#f", "./g"), url.parse("http://a/b/c/d;p?q#f").resolve("./g")]
[url.resolve("http://a/b/c/d;p?q#f", "g/"), url.resolveObject("http://a/b/c/d;p?q#f", "g/"), url.parse("http://a/b/c/d;p?q#f").resolve("g/")]
[url.resolve("http://a/b/c/d;p?q#f", "/g"), url.resolveObject("http://a/b/c/d;p?q#f", "/g"), url.parse("http://a/b/c/d;p?q#f").resolve("/g")]
[url.resolve("http://a/b/c/d;p?q#f", "//g"), url.resolveObject("http://a/b/c/d;p?q#f", "//g"), url.parse("http://a/b/c/d;p?q#f").resolve("//g")]
[url.resolve("http://a/b/c/d;p?q#f", "?y"), url.resolveObject("http://a/b/c/d;p?q#f", "?y"), url.parse("http://a/b/c/d;p?q#f").resolve("?y")]
[url.resolve("http://a/b/c/d;p?q#f", "g?y"), url.resolveObject("http://a/b/c/d;p?q#f", "g?y"), url.parse("http://a/b/c/d;p?q#f").resolve("g?y")]
[url.resolve("http://a/b/c/d;p?q#f", "#s"), url.resolveObject("http://a/b/c/d;p?q#f", "#s"), url.parse("http://a/b/c/d;p?q#f").resolve("#s")]
[url.resolve("http://a/b/c/d;p?q#f", "g#s"), url.resolveObject("http://a/b/c/d;p?q#f", "g#s"), url.parse("http://a/b/c/d;p?q#f").resolve("g#s")]
[url.resolve("http://a/b/c/d;p?q#f", "g?y#s"), url.resolveObject("http://a/b/c/d;p?q#f", "g?y#s"), url.parse("http://a/b/c/d;p?q#f").resolve("g?y#s")]
[url.resolve("http://a/b/c/d;p?q#f", ";x"), url.resolveObject("http://a/b/c/d;p?q#f", ";x"), url.parse("http://a/b/c/d;p?q#f").resolve(";x")]
[url.resolve("http://a/b/c/d;p?q#f", ""), url.resolveObject("http://a/b/c/d;p?q#f", ""), url.parse("http://a/b/c/d;p?q#f").resolve("")]
[url.resolve("http://a/b/c/d;p?q#f", "."), url.resolveObject("http://a/b/c/d;p?q#f", "."), url.parse("http://a/b/c/d;p?q#f").resolve(".")]
[url.resolve("http://a/b/c/d;p?q#f", "./"), url.resolveObject("http://a/b/c/d;p?q#f", "./"), url.parse("http://a/b/c/d;p?q#f").resolve("./")]
[url.resolve("http://a/b/c/d;p?q#f", ".."), url.resolveObject("http://a/b/c/d;p?q#f", ".."), url.parse("http://a/b/c/d;p?q#f").resolve("..")]
[url.resolve("http://a/b/c/d;p?q#f", "../"), url.resolveObject("http://a/b/c/d;p?q#f", "../"), url.parse("http://a/b/c/d;p?q#f").resolve("../")]
[url.resolve("http://a/b/c/d;p?q#f", "../g"), url.resolveObject("http://a/b/c/d;p?q#f", "../g"), url.parse("http://a/b/c/d;p?q#f").resolve("../g")]
[url.resolve("http://a/b/c/d;p?q#f", "../.."), url.resolveObject("http://a/b/c/d;p?q#f", "../.."), url.parse("http://a/b/c/d;p?q#f").resolve("../..")]
[url.resolve("http://a/b/c/d;p?q#f", "../../g"), url.resolveObject("http://a/b/c/d;p?q#f", "../../g"), url.parse("http://a/b/c/d;p?q#f").resolve("../../g")]
[url.resolve("http://a/b/c/d;p?q#f", "../../../g"), url.resolveObject("http://a/b/c/d;p?q#f", "../../../g"), url.parse("http://a/b/c/d;p?q#f").resolve("../../../g")]
[url.resolve("http://a/b/c/d;p?q#f", "/./g"), url.resolveObject("http://a/b/c/d;p?q#f", "/./g"), url.parse("http://a/b/c/d;p?q#f").resolve("/./g")]
[url.resolve("http://a/b/c/d;p?q#f", "/../g"), url.resolveObject("http://a/b/c/d;p?q#f", "/../g"), url.parse("http://a/b/c/d;p?q#f").resolve("/../g")]
[url.resolve("http://a/b/c/d;p?q#f", "g."), url.resolveObject("http://a/b/c/d;p?q#f", "g."), url.parse("http://a/b/c/d;p?q#f").resolve("g.")]
[url.resolve("http://a/b/c/d;p?q#f", ".g"), url.resolveObject("http://a/b/c/d;p?q#f", ".g"), url.parse("http://a/b/c/d;p?q#f").resolve(".g")]
[url.resolve("http://a/b/c/d;p?q#f", "./../g"), url.resolveObject("http://a/b/c/d;p?q#f", "./../g"), url.parse("http://a/b/c/d;p?q#f").resolve("./../g")]
[url.resolve("http://a/b/c/d;p?q#f", "g/./h"), url.resolveObject("http://a/b/c/d;p?q#f", "g/./h"), url.parse("http://a/b/c/d;p?q#f").resolve("g/./h")]
[url.resolve("http://a/b/c/d;p?q#f", "g/../h"), url.resolveObject("http://a/b/c/d;p?q#f", "g/../h"), url.parse("http://a/b/c/d;p?q#f").resolve("g/../h")]
[url.resolve("http://a/b/c/d;p?q#f", "http:g"), url.resolveObject("http://a/b/c/d;p?q#f", "http:g"), url.parse("http://a/b/c/d;p?q#f").resolve("http:g")]
[url.resolve("http://a/b/c/d;p?q#f", "https:g"), url.resolveObject("http://a/b/c/d;p?q#f", "https:g"), url.parse("http://a/b/c/d;p?q#f").resolve("https:g")]
[url.resolve("http://a/b/c/d;p?q#f", "http:/g"), url.resolveObject("http://a/b/c/d;p?q#f", "http:/g"), url.parse("http://a/b/c/d;p?q#f").resolve("http:/g")]
[url.resolve("http://a/b/c/d;p?q#f", "https:///x/y"), url.resolveObject("http://a/b/c/d;p?q#f", "https:///x/y"), url.parse("http://a/b/c/d;p?q#f").resolve("https:///x/y")]
[url.resolve("http://a/b/c/d;p?q#f", "https:x/y"), url.resolveObject("http://a/b/c/d;p?q#f", "https:x/y"), url.parse("http://a/b/c/d;p?q#f").resolve("https:x/y")]
[url.resolve("http://a/b/c/d;p?q#f", "mailto:a@b"), url.resolveObject("http://a/b/c/d;p?q#f", "mailto:a@b"), url.parse("http://a/b/c/d;p?q#f").resolve("mailto:a@b")]
[url.resolve("http://a/b/c/d;p?q#f", "javascript:x"), url.resolveObject("http://a/b/c/d;p?q#f", "javascript:x"), url.parse("http://a/b/c/d;p?q#f").resolve("javascript:x")]
[url.resolve("http://a/b/c/d;p?q#f", "//u:p@h:1/x"), url.resolveObject("http://a/b/c/d;p?q#f", "//u:p@h:1/x"), url.parse("http://a/b/c/d;p?q#f").resolve("//u:p@h:1/x")]
[url.resolve("http://a/b/c/d;p?q#f", "http://x"), url.resolveObject("http://a/b/c/d;p?q#f", "http://x"), url.parse("http://a/b/c/d;p?q#f").resolve("http://x")]
[url.resolve("http://a/b/c/d;p?q#f", "file:/y"), url.resolveObject("http://a/b/c/d;p?q#f", "file:/y"), url.parse("http://a/b/c/d;p?q#f").resolve("file:/y")]
[url.resolve("http://a/b/c/d;p?q#f", "file:///y"), url.resolveObject("http://a/b/c/d;p?q#f", "file:///y"), url.parse("http://a/b/c/d;p?q#f").resolve("file:///y")]
[url.resolve("/one/two/three", "four"), url.resolveObject("/one/two/three", "four"), url.parse("/one/two/three").resolve("four")]
[url.resolve("/one/two/three", "/one"), url.resolveObject("/one/two/three", "/one"), url.parse("/one/two/three").resolve("/one")]
[url.resolve("/one/two/three", "../four"), url.resolveObject("/one/two/three", "../four"), url.parse("/one/two/three").resolve("../four")]
[url.resolve("/one/two/three", "?x"), url.resolveObject("/one/two/three", "?x"), url.parse("/one/two/three").resolve("?x")]
[url.resolve("/one/two/three", "#y"), url.resolveObject("/one/two/three", "#y"), url.parse("/one/two/three").resolve("#y")]
[url.resolve("/one/two/three", "http://a/b"), url.resolveObject("/one/two/three", "http://a/b"), url.parse("/one/two/three").resolve("http://a/b")]
[url.resolve("/one/two/three", ""), url.resolveObject("/one/two/three", ""), url.parse("/one/two/three").resolve("")]
[url.resolve("/one/two/three", "//h/x"), url.resolveObject("/one/two/three", "//h/x"), url.parse("/one/two/three").resolve("//h/x")]
[url.resolve("/one/two/three", "."), url.resolveObject("/one/two/three", "."), url.parse("/one/two/three").resolve(".")]
[url.resolve("/one/two/three", ".."), url.resolveObject("/one/two/three", ".."), url.parse("/one/two/three").resolve("..")]
[url.resolve("/one/two/three", "../.."), url.resolveObject("/one/two/three", "../.."), url.parse("/one/two/three").resolve("../..")]
[url.resolve("/one/two/three", "../../.."), url.resolveObject("/one/two/three", "../../.."), url.parse("/one/two/three").resolve("../../..")]
[url.resolve("http://example.com/one", "/two"), url.resolveObject("http://example.com/one", "/two"), url.parse("http://example.com/one").resolve("/two")]
[url.resolve("http://example.com/one", "two"), url.resolveObject("http://example.com/one", "two"), url.parse("http://example.com/one").resolve("two")]
[url.resolve("http://example.com/one", "http://other/two"), url.resolveObject("http://example.com/one", "http://other/two"), url.parse("http://example.com/one").resolve("http://other/two")]
[url.resolve("http://example.com/one", "?q"), url.resolveObject("http://example.com/one", "?q"), url.parse("http://example.com/one").resolve("?q")]
[url.resolve("http://example.com", "a"), url.resolveObject("http://example.com", "a"), url.parse("http://example.com").resolve("a")]
[url.resolve("http://example.com", "../a"), url.resolveObject("http://example.com", "../a"), url.parse("http://example.com").resolve("../a")]
[url.resolve("http://example.com", "/"), url.resolveObject("http://example.com", "/"), url.parse("http://example.com").resolve("/")]
[url.resolve("http://example.com", ""), url.resolveObject("http://example.com", ""), url.parse("http://example.com").resolve("")]
[url.resolve("http://example.com", "."), url.resolveObject("http://example.com", "."), url.parse("http://example.com").resolve(".")]
[url.resolve("http://example.com", "?q"), url.resolveObject("http://example.com", "?q"), url.parse("http://example.com").resolve("?q")]
[url.resolve("http://example.com", "#h"), url.resolveObject("http://example.com", "#h"), url.parse("http://example.com").resolve("#h")]
[url.resolve("http://u:p@h:1/a/b", "c"), url.resolveObject("http://u:p@h:1/a/b", "c"), url.parse("http://u:p@h:1/a/b").resolve("c")]
[url.resolve("http://u:p@h:1/a/b", "/c"), url.resolveObject("http://u:p@h:1/a/b", "/c"), url.parse("http://u:p@h:1/a/b").resolve("/c")]
[url.resolve("http://u:p@h:1/a/b", "//h:1/c"), url.resolveObject("http://u:p@h:1/a/b", "//h:1/c"), url.parse("http://u:p@h:1/a/b").resolve("//h:1/c")]
[url.resolve("http://u:p@h:1/a/b", "//i/c"), url.resolveObject("http://u:p@h:1/a/b", "//i/c"), url.parse("http://u:p@h:1/a/b").resolve("//i/c")]
[url.resolve("http://u:p@h:1/a/b", "http://i/c"), url.resolveObject("http://u:p@h:1/a/b", "http://i/c"), url.parse("http://u:p@h:1/a/b").resolve("http://i/c")]
[url.resolve("http://u:p@h:1/a/b", "http://h:1/c"), url.resolveObject("http://u:p@h:1/a/b", "http://h:1/c"), url.parse("http://u:p@h:1/a/b").resolve("http://h:1/c")]
[url.resolve("http://u:p@h:1/a/b", "http:c"), url.resolveObject("http://u:p@h:1/a/b", "http:c"), url.parse("http://u:p@h:1/a/b").resolve("http:c")]
[url.resolve("mailto:local1@domain1", "local2@domain2"), url.resolveObject("mailto:local1@domain1", "local2@domain2"), url.parse("mailto:local1@domain1").resolve("local2@domain2")]
[url.resolve("mailto:local1@domain1", "x"), url.resolveObject("mailto:local1@domain1", "x"), url.parse("mailto:local1@domain1").resolve("x")]
[url.resolve("mailto:local1@domain1", "?subject=y"), url.resolveObject("mailto:local1@domain1", "?subject=y"), url.parse("mailto:local1@domain1").resolve("?subject=y")]
[url.resolve("mailto:local1@domain1", "#z"), url.resolveObject("mailto:local1@domain1", "#z"), url.parse("mailto:local1@domain1").resolve("#z")]
[url.resolve("mailto:local1@domain1", "mailto:c@d"), url.resolveObject("mailto:local1@domain1", "mailto:c@d"), url.parse("mailto:local1@domain1").resolve("mailto:c@d")]
[url.resolve("mailto:foo@bar.com", "../a"), url.resolveObject("mailto:foo@bar.com", "../a"), url.parse("mailto:foo@bar.com").resolve("../a")]
[url.resolve("mailto:foo@bar.com", "#x"), url.resolveObject("mailto:foo@bar.com", "#x"), url.parse("mailto:foo@bar.com").resolve("#x")]
[url.resolve("foo:a/b", "../c"), url.resolveObject("foo:a/b", "../c"), url.parse("foo:a/b").resolve("../c")]
[url.resolve("foo:a/b", "/c"), url.resolveObject("foo:a/b", "/c"), url.parse("foo:a/b").resolve("/c")]
[url.resolve("foo:a/b", "?x"), url.resolveObject("foo:a/b", "?x"), url.parse("foo:a/b").resolve("?x")]
[url.resolve("foo:a/b", "foo:d"), url.resolveObject("foo:a/b", "foo:d"), url.parse("foo:a/b").resolve("foo:d")]
[url.resolve("foo:a/b", "//x/y"), url.resolveObject("foo:a/b", "//x/y"), url.parse("foo:a/b").resolve("//x/y")]
[url.resolve("foo:a/b", "c"), url.resolveObject("foo:a/b", "c"), url.parse("foo:a/b").resolve("c")]
[url.resolve("foo:/a/b", "c"), url.resolveObject("foo:/a/b", "c"), url.parse("foo:/a/b").resolve("c")]
[url.resolve("foo:/a/b", "../../c"), url.resolveObject("foo:/a/b", "../../c"), url.parse("foo:/a/b").resolve("../../c")]
[url.resolve("file:///a/b", "c"), url.resolveObject("file:///a/b", "c"), url.parse("file:///a/b").resolve("c")]
[url.resolve("file:///a/b", "/c"), url.resolveObject("file:///a/b", "/c"), url.parse("file:///a/b").resolve("/c")]
[url.resolve("file:///a/b", "//h/c"), url.resolveObject("file:///a/b", "//h/c"), url.parse("file:///a/b").resolve("//h/c")]
[url.resolve("file:///a/b", "http://x"), url.resolveObject("file:///a/b", "http://x"), url.parse("file:///a/b").resolve("http://x")]
[url.resolve("file:///a/b", "../../../c"), url.resolveObject("file:///a/b", "../../../c"), url.parse("file:///a/b").resolve("../../../c")]
[url.resolve("javascript:code", "x"), url.resolveObject("javascript:code", "x"), url.parse("javascript:code").resolve("x")]
[url.resolve("javascript:code", "/x"), url.resolveObject("javascript:code", "/x"), url.parse("javascript:code").resolve("/x")]
[url.resolve(".", "#hash1"), url.resolveObject(".", "#hash1"), url.parse(".").resolve("#hash1")]
[url.resolve(".", "a"), url.resolveObject(".", "a"), url.parse(".").resolve("a")]
[url.resolve(".", ".."), url.resolveObject(".", ".."), url.parse(".").resolve("..")]
[url.resolve(".", ""), url.resolveObject(".", ""), url.parse(".").resolve("")]
[url.resolve("..", "a"), url.resolveObject("..", "a"), url.parse("..").resolve("a")]
[url.resolve("..", "../b"), url.resolveObject("..", "../b"), url.parse("..").resolve("../b")]
[url.resolve("..", "."), url.resolveObject("..", "."), url.parse("..").resolve(".")]
[url.resolve("a/b", "../../c"), url.resolveObject("a/b", "../../c"), url.parse("a/b").resolve("../../c")]
[url.resolve("a/b", "c"), url.resolveObject("a/b", "c"), url.parse("a/b").resolve("c")]
[url.resolve("a/b", "/d"), url.resolveObject("a/b", "/d"), url.parse("a/b").resolve("/d")]
[url.resolve("", "a"), url.resolveObject("", "a"), url.parse("").resolve("a")]
[url.resolve("", "http://a"), url.resolveObject("", "http://a"), url.parse("").resolve("http://a")]
[url.resolve("", "/"), url.resolveObject("", "/"), url.parse("").resolve("/")]
[url.resolve("x://h/a", "b"), url.resolveObject("x://h/a", "b"), url.parse("x://h/a").resolve("b")]
[url.resolve("x://h/a", "/b"), url.resolveObject("x://h/a", "/b"), url.parse("x://h/a").resolve("/b")]
[url.resolve("x://h/a", "//i"), url.resolveObject("x://h/a", "//i"), url.parse("x://h/a").resolve("//i")]
[url.resolve("x://h/a", "?q"), url.resolveObject("x://h/a", "?q"), url.parse("x://h/a").resolve("?q")]
[url.resolve("x://h/a", "x:c"), url.resolveObject("x://h/a", "x:c"), url.parse("x://h/a").resolve("x:c")]
[url.resolve("x://h/a", "x://k/l"), url.resolveObject("x://h/a", "x://k/l"), url.parse("x://h/a").resolve("x://k/l")]
[url.resolve("http://diff:auth@www.example.com", "http://asdf:qwer@www.example.com"), url.resolveObject("http://diff:auth@www.example.com", "http://asdf:qwer@www.example.com"), url.parse("http://diff:auth@www.example.com").resolve("http://asdf:qwer@www.example.com")]
[url.resolve("http://diff:auth@www.example.com", "/a"), url.resolveObject("http://diff:auth@www.example.com", "/a"), url.parse("http://diff:auth@www.example.com").resolve("/a")]
[url.resolve("ws://h/a", "wss:b"), url.resolveObject("ws://h/a", "wss:b"), url.parse("ws://h/a").resolve("wss:b")]
[url.resolve("ws://h/a", "//c"), url.resolveObject("ws://h/a", "//c"), url.parse("ws://h/a").resolve("//c")]
[url.resolve("ws://h/a", "b"), url.resolveObject("ws://h/a", "b"), url.parse("ws://h/a").resolve("b")]
url.format({})
url.format({ protocol: 'http', host: 'a.com:80', pathname: 'p', search: 'q', hash: 'h' })
url.format({ protocol: 'http:', hostname: 'a', port: 81, pathname: '/p?x#y', query: { a: 1, b: [2, 'é x'], c: true, d: null, e: undefined, f: NaN, g: {}, h: 10n, '': 'k' }, hash: '#h' })
url.format({ protocol: 'http:', hostname: '::1', port: 81, auth: 'u:p@w d' })
url.format({ hostname: '[::1]', slashes: true })
url.format({ protocol: 'mailto', auth: 'a', host: 'b' })
url.format({ protocol: 'file', pathname: 'x' })
url.format({ protocol: 'file', pathname: '/x', host: 'h' })
url.format({ slashes: true, pathname: 'x' })
url.format({ pathname: '//x', search: '?a#b', query: { c: 1 } })
url.format({ query: { a: 1 } })
url.format({ query: 'a=1' })
url.format({ search: '', query: { a: 1 } })
url.format({ protocol: 'x', host: 'h', pathname: 'p' })
url.format({ protocol: 'javascript', pathname: 'alert(1)' })
url.format({ port: 80 })
url.format({ auth: 'u', pathname: '/x' })
url.format(5)
url.format(null)
url.format(undefined)
url.format()
url.format(() => 1)
url.parse('/a?x=1&x=2&x=3&y&=z&&a+b=c%20d&%zz=%1&__proto__=q&é=%c3%a9', true).query
url.parse('/a', true)
url.parse('http://a', true)
url.parse('/a?' + 'k=v&'.repeat(1200), true).query.k.length
url.parse()
url.parse(5)
url.parse(null)
url.parse({})
const u = url.parse('/x'); url.parse(u) === u
new url.Url()
[typeof url.Url, url.Url.name, url.Url.length, Object.keys(url.Url.prototype).sort(), url.parse('/a') instanceof url.Url]
const u = url.parse('http://a/b'); u.host = 'c:9'; u.pathname = '/d'; u.format()
const u = url.parse('http://a:1/b'); delete u.host; u.port = 99; u.search = 'x=1'; url.format(u)
url.resolve(5, 'a')
url.resolve('a')
url.resolveObject('', 'x')
L('http://ΒΌΛΟΣ.com/')
