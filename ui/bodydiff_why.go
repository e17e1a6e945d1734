package ui

func whyNoBodyDiff(m *model) string {
	if m.place()&(atBodyDiff|atDifference) == 0 {
		return "This is for a comparison of bodies: d in the viewer opens one."
	}
	return ""
}

func whyNoDiffs(m *model) string {
	if reason := whyNoBodyDiff(m); reason != "" {
		return reason
	}
	if m.bodyDiff.result == nil {
		return "The bodies are not compared yet."
	}
	return ""
}

func whyNoDiff(m *model) string {
	if reason := whyNoDiffs(m); reason != "" {
		return reason
	}
	switch d := &m.bodyDiff; {
	case d.count() == 0:
		return "There is no difference in the list."
	case d.chosenGroup() != noGroup:
		return "This is for one difference: enter opens the group."
	}
	return ""
}

func whyNoDiffRow(m *model) string {
	if reason := whyNoDiffs(m); reason != "" {
		return reason
	}
	if m.bodyDiff.count() == 0 {
		return "There is no difference in the list."
	}
	return ""
}

func whyNothingIgnored(m *model) string {
	if reason := whyNoBodyDiff(m); reason != "" {
		return reason
	}
	if len(m.bodyDiff.ignore) == 0 {
		return "Nothing is ignored: x ignores the path under the cursor."
	}
	return ""
}

func whyNoPlace(m *model) string {
	if reason := whyNoDiff(m); reason != "" {
		return reason
	}
	switch left := &m.bodyDiff.sides[leftSide]; {
	case left.exchange == nil && (m.file == nil || left.body != m.file.body):
		return "The viewer does not show " + m.leftBody() + ", a file: tab swaps the sides."
	case m.file == nil && !m.has(left.target):
		return left.target.String() + " is not in the configuration any more: its body has no place here."
	case m.bodyDiff.chosen().A.None():
		return "There is no such place in " + m.leftBody() + ": tab swaps the sides."
	}
	return ""
}

func whyNotAgain(m *model) string {
	if reason := whyNoBodyDiff(m); reason != "" {
		return reason
	}
	d := &m.bodyDiff
	if d.work != nil || d.sides[rightSide].awaits != 0 || d.sides[leftSide].awaits != 0 {
		return "It is under way: ctrl+c stops it."
	}
	return ""
}
