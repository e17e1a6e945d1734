package jsonview

import "context"

// wholePiece is how much is laid out between two looks at a context.
const wholePiece = 4 << 20

// detectHead is how much of a body its format is told from.
const detectHead = 2 << 10

// Whole lays out a body that is there to its end, as the format wants it that [Detect] finds by its
// content type and first bytes. Progress, if any, is told now and then how many bytes of it are
// done. It is a command's work; the only error is that of ctx.
func Whole(ctx context.Context, media string, body []byte, progress func(bytes int)) (Document, error) {
	index := NewIndex(Detect(media, body[:min(len(body), detectHead)]))
	for done := 0; done < len(body); {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		done += index.Feed(body, wholePiece)
		if progress != nil {
			progress(done)
		}
	}
	index.Finish()
	return index.Document(), nil
}
