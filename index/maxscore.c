/* The k best passages by MaxScore (Turtle and Flood, 1995), over windows of passages.
 *
 * Lists stand rarest first. Once the lists from `essential` on could not lift a passage that is in
 * none before them to the k-th score found so far, they are no longer read but looked up, for
 * passages that the others bring. Every score is the sum over lists in their order, to the bit
 * what index/bm25.py adds up: compile without contraction of a*b+c.
 */
#include <math.h>
#include <stdint.h>

enum { VERSION = 2 }; /* of the two structures that index/compiled.py packs */

enum { WINDOW = 4096, SHORT = 512, MOST_LISTS = 256 };

typedef struct { /* a term's postings in a segment */
    int64_t start, end;
    double idf;
    double bound; /* no passage gets more */
} List;

typedef struct {
    const int32_t *passages; /* ascending within a list */
    const void *codes;
    const double *weights;  /* by code */
    const uint8_t *allowed; /* by passage; or NULL, all are */
    int64_t base;           /* the position of the first passage */
    int64_t wide;           /* whether codes have 32 bits, not 16 */
    int64_t lists;          /* how many of the lists are its own, after those of the one before */
} Segment;

typedef struct { /* a heap with the worst hit on top */
    double *scores;
    int64_t *positions;
    int64_t size, limit;
} Best;

typedef struct { /* sums of consecutive passages; all zero between two windows */
    double sums[WINDOW];
    uint64_t touched[WINDOW / 64];
} Window;

static inline double weight(const Segment *segment, double idf, int64_t place)
{
    uint32_t code = segment->wide ? ((const uint32_t *)segment->codes)[place]
                                  : ((const uint16_t *)segment->codes)[place];
    return segment->weights[code] * idf;
}

/* The first place from `place` on whose passage is not before `passage`: doubling, then halving. */
static inline int64_t seek(const int32_t *passages, int64_t place, int64_t end, int32_t passage)
{
    if (place >= end || passages[place] >= passage)
        return place;
    int64_t step = 1, high;
    while ((high = place + step) < end && passages[high] < passage) {
        place = high;
        step <<= 1;
    }
    if (high > end)
        high = end;
    while (high - place > 1) {
        int64_t middle = place + (high - place) / 2;
        if (passages[middle] < passage)
            place = middle;
        else
            high = middle;
    }
    return high;
}

static inline int worse(const Best *best, int64_t a, int64_t b)
{
    return best->scores[a] < best->scores[b]
        || (best->scores[a] == best->scores[b] && best->positions[a] > best->positions[b]);
}

static inline void swap(Best *best, int64_t a, int64_t b)
{
    double score = best->scores[a];
    int64_t position = best->positions[a];
    best->scores[a] = best->scores[b];
    best->positions[a] = best->positions[b];
    best->scores[b] = score;
    best->positions[b] = position;
}

static void sink(Best *best, int64_t top)
{
    for (int64_t child; (child = 2 * top + 1) < best->size; top = child) {
        if (child + 1 < best->size && worse(best, child + 1, child))
            child++;
        if (!worse(best, child, top))
            return;
        swap(best, child, top);
    }
}

static void offer(Best *best, double score, int64_t position)
{
    if (best->size < best->limit) {
        int64_t place = best->size++;
        best->scores[place] = score;
        best->positions[place] = position;
        for (; place && worse(best, place, (place - 1) / 2); place = (place - 1) / 2)
            swap(best, place, (place - 1) / 2);
    } else if (score > best->scores[0]
               || (score == best->scores[0] && position < best->positions[0])) {
        best->scores[0] = score;
        best->positions[0] = position;
        sink(best, 0);
    }
}

static inline double threshold(const Best *best, double floor)
{
    return best->size == best->limit && best->scores[0] > floor ? best->scores[0] : floor;
}

/* Offer every passage of `lists` that may score `floor` or more. */
static void scan(const Segment *segment, const List *lists, int64_t count, double floor,
                 Window *window, Best *best)
{
    const int32_t *passages = segment->passages;
    int64_t places[MOST_LISTS], essential = count;
    double rest[MOST_LISTS + 1]; /* what the lists from here on can add */
    rest[count] = 0.0;
    for (int64_t i = count; i--;) {
        rest[i] = rest[i + 1] + lists[i].bound;
        places[i] = lists[i].start;
    }
    for (;;) {
        double least = threshold(best, floor);
        while (essential && rest[essential - 1] < least)
            essential--;
        int32_t start = INT32_MAX;
        for (int64_t i = 0; i < essential; i++)
            if (places[i] < lists[i].end && passages[places[i]] < start)
                start = passages[places[i]];
        if (start == INT32_MAX)
            return;
        for (int64_t i = 0; i < essential; i++) {
            int64_t place = places[i], end = lists[i].end, offset;
            for (; place < end && (offset = (int64_t)passages[place] - start) < WINDOW; place++) {
                window->sums[offset] += weight(segment, lists[i].idf, place);
                window->touched[offset >> 6] |= UINT64_C(1) << (offset & 63);
            }
            places[i] = place;
        }
        for (int64_t word = 0; word < WINDOW / 64; word++) {
            uint64_t bits = window->touched[word];
            window->touched[word] = 0;
            for (; bits; bits &= bits - 1) {
                int64_t offset = word * 64 + __builtin_ctzll(bits), i = essential;
                int32_t passage = (int32_t)(start + offset);
                double score = window->sums[offset];
                window->sums[offset] = 0.0;
                for (; i < count && score + rest[i] >= least; i++) {
                    places[i] = seek(passages, places[i], lists[i].end, passage);
                    if (places[i] < lists[i].end && passages[places[i]] == passage)
                        score += weight(segment, lists[i].idf, places[i]);
                }
                if (i < count || score < least
                    || (segment->allowed && !segment->allowed[passage]))
                    continue;
                offer(best, score, segment->base + passage);
                least = threshold(best, floor);
            }
        }
    }
}

/* A score that k passages reach: the best by their rarest terms alone, scored in full. */
static double reached(const Segment *segment, const List *lists, int64_t count, double floor,
                      Window *window, Best *trial)
{
    int64_t rare = 0, postings = 0;
    while (rare < count && (postings += lists[rare].end - lists[rare].start) <= SHORT)
        rare++;
    trial->size = 0;
    if (rare < count)
        scan(segment, lists, rare, 0.0, window, trial);
    if (trial->size < trial->limit)
        return floor;
    double least = INFINITY;
    for (int64_t n = 0; n < trial->size; n++) {
        int32_t passage = (int32_t)(trial->positions[n] - segment->base);
        double score = trial->scores[n];
        for (int64_t i = rare; i < count; i++) {
            int64_t end = lists[i].end;
            int64_t place = seek(segment->passages, lists[i].start, end, passage);
            if (place < end && segment->passages[place] == passage)
                score += weight(segment, lists[i].idf, place);
        }
        if (score < least)
            least = score;
    }
    return least > floor ? least : floor;
}

int64_t quoth_version(void)
{
    return VERSION;
}

/* Write the best `limit` hits in order: scores to `hits`, positions to `hits` + 2 * `limit`, each
 * with as much scratch after it. Return how many there are.
 */
int64_t quoth_top(const Segment *segments, int64_t count, const List *lists, int64_t limit,
                  double *hits)
{
    static _Thread_local Window window;
    int64_t *positions = (int64_t *)(hits + 2 * limit);
    Best best = {hits, positions, 0, limit};
    Best trial = {hits + limit, positions + limit, 0, limit};
    for (int64_t n = 0; n < count; lists += segments[n++].lists) {
        const Segment *segment = &segments[n];
        double floor = threshold(&best, 0.0);
        floor = reached(segment, lists, segment->lists, floor, &window, &trial);
        scan(segment, lists, segment->lists, floor, &window, &best);
    }
    int64_t found = best.size;
    while (best.size > 1) { /* the worst hit goes last, then the next worst before it */
        swap(&best, 0, --best.size);
        sink(&best, 0);
    }
    return found;
}
