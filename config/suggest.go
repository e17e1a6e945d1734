package config

import "strings"

// nearest is the candidate that a misspelt word was probably meant to be, ""
// when none is near or two are equally so.
func nearest(typed string, candidates []string) string {
	plain := plainWord(typed)
	if plain == "" {
		return ""
	}
	best, distance, tied := "", 1+min(3, (len(plain)+2)/3), false
	for _, c := range candidates {
		switch d := editDistance(plain, plainWord(c)); {
		case d < distance:
			best, distance, tied = c, d, false
		case d == distance && best != "":
			tied = true
		}
	}
	if best != "" && !tied {
		return best
	}
	return onlyHolder(plain, candidates)
}

// onlyHolder is the one candidate that contains the word ("url" for base_url).
func onlyHolder(plain string, candidates []string) string {
	found := ""
	for _, c := range candidates {
		if len(plain) < 3 || !strings.Contains(plainWord(c), plain) {
			continue
		}
		if found != "" {
			return ""
		}
		found = c
	}
	return found
}

// plainWord forgets what people mix up most: case, hyphens and underscores.
func plainWord(s string) string {
	return strings.NewReplacer("_", "", "-", "", " ", "").Replace(strings.ToLower(s))
}

// editDistance counts the insertions, deletions, substitutions and swaps of
// neighbours between two words (optimal string alignment).
func editDistance(a, b string) int {
	s, t := []rune(a), []rune(b)
	rows := make([][]int, len(s)+1)
	for i := range rows {
		rows[i] = make([]int, len(t)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(s); i++ {
		for j := 1; j <= len(t); j++ {
			cost := 1
			if s[i-1] == t[j-1] {
				cost = 0
			}
			d := min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				d = min(d, rows[i-2][j-2]+1)
			}
			rows[i][j] = d
		}
	}
	return rows[len(s)][len(t)]
}
