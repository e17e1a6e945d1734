package jsonview

// Declared is the format that a Content-Type promises, [Empty] when it says nothing of use. What
// the bytes are is told by [Detect].
func Declared(contentType string) Format { return declaredFormat(contentType) }
