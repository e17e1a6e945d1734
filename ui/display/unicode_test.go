package display

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// formatCharacters are what bar E2 wants to see as marks.
var formatCharacters = []rune{
	0x00ad, 0x034f, 0x061c, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180e, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f,
	0x2028, 0x2029, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0x2065,
	0x2066, 0x2067, 0x2068, 0x2069, 0x206a, 0x206f, 0x3164, 0xfe00, 0xfe0e, 0xfe0f, 0xfeff, 0xffa0,
	0xfff9, 0xfffa, 0xfffb, 0xfdd0, 0xfffe, 0xffff, 0x1d173, 0xe0001, 0xe0020, 0xe0041, 0xe007f, 0xe0100, 0x10ffff,
}

func TestE2FormatCharactersAreVisible(t *testing.T) {
	cells := 0
	for name, sink := range sinks {
		for _, r := range formatCharacters {
			want := fmt.Sprintf("<U+%04X>", r)
			for _, s := range []string{string(r), "a" + string(r) + "b", "שלום" + string(r) + " عالم", "日" + string(r) + "本"} {
				out := sink(s)
				if name == "Wrap" {
					out = strings.ReplaceAll(out, "\n", "")
				}
				if !strings.Contains(out, want) || strings.ContainsRune(out, r) {
					t.Errorf("%s(%+q) = %+q, want %s in it", name, s, out, want)
				}
				cells++
			}
		}
	}
	t.Logf("%d format characters, %d sinks, %d cells", len(formatCharacters), len(sinks), cells)
}

// readable holds ordinary writing, words separated by spaces. The joiners, which
// no editor shows, are written + (U+200D) and | (U+200C): see [words].
var readable = map[string]string{
	"Arabic": `مرحبا بالعالم السلام عليكم شكرا جزيلا كتاب مدرسة قَلَم مُعَلِّم بِسْمِ ٱللَّهِ ٱلرَّحْمَٰنِ ٱلرَّحِيمِ القاهرة دمشق بغداد الرباط
		صباح الخير مساء النور اللغة العربية منتج مجموعة سعر خصم متجر إلكتروني لغة فئة منطقة`,
	"Persian": `می|خواهم کتاب|ها خانه|ای نمی|دانم فارسی پنجره گربه چای ژاله آب|وهوا`,
	"Urdu":    `اردو پاکستان شہر لڑکا ٹوپی ڈاکٹر کیا ہے`,
	"Hebrew": `שלום עולם תודה רבה בוקר טוב ספר בֵּית סֵפֶר יְרוּשָׁלַיִם תל־אביב חיפה מוצר קטגוריה אזור מחיר הנחה חנות
		בְּרֵאשִׁית בָּרָא אֱלֹהִים אֵת הַשָּׁמַיִם וְאֵת הָאָרֶץ עברית שפה`,
	"Hindi":     `नमस्ते दुनिया भारत हिन्दी विद्यार्थी कृष्ण श्री क्षेत्र ज्ञान कार्त्स्न्य क्+ष क्|ष राष्ट्र दुकान मूल्य छूट उत्पाद श्रेणी`,
	"Bengali":   `বাংলা নমস্কার পৃথিবী র+্যাব বিশ্ববিদ্যালয় ভাষা`,
	"Tamil":     `வணக்கம் உலகம் தமிழ் ஸ்ரீ க்ஷ மொழி`,
	"Telugu":    `నమస్కారం ప్రపంచం తెలుగు స్త్రీ`,
	"Kannada":   `ನಮಸ್ಕಾರ ಕನ್ನಡ ರ+್ಯ`,
	"Malayalam": `നമസ്കാരം ലോകം മലയാളം അവന്+ ന്+റെ`,
	"Gujarati":  `નમસ્તે ગુજરાતી`,
	"Gurmukhi":  `ਪੰਜਾਬੀ ਸਤਿ`,
	"Oriya":     `ଓଡ଼ିଆ ନମସ୍କାର`,
	"Sinhala":   `ආයුබෝවන් ශ්+රී ලංකා`,
	"Thai":      `สวัสดี ภาษาไทย น้ำ ทำ`,
	"Others":    `Việt ngữ Ế é ñ Ω Привет 日本語 中文 한국어 각 ქართული Հայերեն ᏣᎳᎩ ελληνικά ゲート ☃ € ± → ─ │ ● ✓ ✗`,
	"emoji": `😀 😂 ❤️ ❤ 👍 👍🏽 👋🏿 ✌🏻 ☝🏼 🎉 🚀 🔥 ⭐ ⌚ ⌚️ ☎️ ☎ ✈️ ☀️ ⚠️ ✅ ❌ ©️ ®️ ™️ ↔️ ▶️ 1️⃣ 9️⃣ #️⃣ *️⃣ 🇩🇪 🇫🇷 🇯🇵 🇺🇸 🇧🇷 🏳️+🌈 🏳️+⚧️ 🏴+☠️
		👨+👩+👧+👦 👩+❤️+👨 👩🏻+❤️+💋+👩🏿 🧑🏾+💻 👩+🚀 👨+⚕️ 🤷🏽+♀️ 🐻+❄️ 🐈+⬛ ❤️+🔥 👁️+🗨️ 🧑+🤝+🧑 🏃🏿+♂️ 🤝🏽 🫱🏻+🫲🏿 🫠 🥲 🦩 🪩 🧿 🛒 🛍️ 💶 🕶️`,
}

// words returns the words of readable[script].
func words(script string) []string {
	text := strings.NewReplacer("+", "\u200d", "|", "\u200c").Replace(readable[script])
	if script == "emoji" {
		return append(strings.Fields(text), subdivisionFlags...)
	}
	return strings.Fields(text)
}

func TestE2OrdinaryWritingIsUnchanged(t *testing.T) {
	count := 0
	for script := range readable {
		for _, s := range words(script) {
			count++
			for name, out := range map[string]string{
				"Line": Line(s), "Wrap": strings.Join(Wrap(s, 40), "|"), "Text": strings.Join(Text(s), "|"),
				"Cut": Cut(s, 40), "CutLeft": CutLeft(s, 40), "Spans": joined(spansOf(s, 40)), "quoted": strings.Trim(Line(`"`+s+`"`), `"`),
			} {
				if out != s {
					t.Errorf("%s: %s(%s) = %s (%+q)", script, name, s, out, out)
				}
			}
		}
		if line := strings.Join(words(script), " "); Line(line) != line {
			t.Errorf("%s: the words on one line changed: %s", script, Line(line))
		}
	}
	t.Logf("%d strings", count)
	if count < 200 {
		t.Errorf("%d strings, want at least 200", count)
	}
}

func TestHiddenAndStackedCharactersAreMarked(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"e" + strings.Repeat("\u0301", 10), "e" + strings.Repeat("\u0301", 8) + "<U+0301><U+0301>"},
		{"\u0301a", "<U+0301>a"},
		{"\x1b\u0301", "␛<U+0301>"},
		{"a\ufe0f", "a<U+FE0F>"},
		{"1\ufe0f", "1<U+FE0F>"},
		{"😀\u200d", "😀<U+200D>"},
		{"😀\u200dx", "😀<U+200D>x"},
		{"❤\ufe0f\ufe0f", "❤\ufe0f<U+FE0F>"},
		{"ب\u200cx", "ب<U+200C>x"},
		{"ب\u200c\u200cب", "ب<U+200C><U+200C>ب"},
		{"ب" + strings.Repeat("\u0610", 7) + "\u200c\u0610", "ب" + strings.Repeat("\u0610", 7) + "<U+200C><U+0610>"},
		{"a\U0001f3fd", "a<U+1F3FD>"},
		{"\U0001f1e9x", "<U+1F1E9>x"},
		{"🏴\U000e0067\U000e0062\U000e007f", "🏴<U+E0067><U+E0062><U+E007F>"},
		{"👦\u200d👦\u200d👦\u200d👦\u200d👦", "👦\u200d👦\u200d👦\u200d👦<U+200D>👦"},
		{"\u1100\u1100\u1161\u11a8", "<U+1100>\u1100\u1161\u11a8"},
		{"\u11a8", "<U+11A8>"},
		{"ｶ\uff9e", "ｶ<U+FF9E>"},
		{"\u0d4ea", "<U+0D4E>a"},
		{"漢\U000e0100", "漢<U+E0100>"},
		{"\ue000", "<U+E000>"},
		{"\ufffd", "\ufffd"},
		{"\xff\xc3", `\xff\xc3`},
		{"\xed\xa0\x80", `\xed\xa0\x80`},
	} {
		if got := Line(c.in); got != c.want {
			t.Errorf("Line(%+q) = %+q, want %+q", c.in, got, c.want)
		}
	}
}

// TestE4EveryCharacter holds the rules against the segmenter's and the width
// tables: what passes is at least one column wide and joins neither neighbour,
// so that widths add up wherever texts meet.
func TestE4EveryCharacter(t *testing.T) {
	passed := 0
	for r := rune(0); r <= unicode.MaxRune; r++ {
		s := string(r)
		if r >= 0xd800 && r < 0xe000 || Line(s) != s {
			continue
		}
		passed++
		w := ansi.StringWidth(s)
		if w < 1 || w > 2 {
			t.Errorf("%U passes with %d columns", r, w)
		}
		for _, pair := range []string{"a" + s, s + "a", ">" + s + "<", s + "␛"} {
			if got, want := ansi.StringWidth(pair), w+utf8.RuneCountInString(pair)-1; got != want {
				t.Errorf("%U joins its neighbour: %+q has %d columns, want %d", r, pair, got, want)
			}
		}
		checkSafe(t, "Line", s)
	}
	t.Logf("%d characters pass", passed)
	if passed < 140_000 {
		t.Errorf("only %d characters pass", passed)
	}
}
