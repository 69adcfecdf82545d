/* The k best passages by MaxScore (Turtle and Flood, 1995), over windows of passages.
 *
 * Lists stand rarest first. Once the lists from `essential` on could not lift a passage that is in
 * none before them to the k-th score found so far, they are no longer read but looked up, for
 * passages that the others bring. Every score is the sum over lists in their order, to the bit
 * what index/exhaustive.py adds up: compile without contraction of a*b+c.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { VERSION = 3 }; /* of `Segment`, which index/compiled.py packs */
enum { WINDOW = 4096, SHORT = 512, MOST_TERMS = 256 };

static const double ROUNDING = 1 + 1e-9; /* a bound must hold however sums are rounded */

typedef struct { /* the arrays of index/segment.py and index/shard.py, the latter below the line */
    const uint8_t *blob;
    const int64_t *offsets;
    const int32_t *slots;
    const int64_t *starts;
    const int32_t *passages;
    const void *codes;
    const void *peaks;
    /* -- */
    const double *weights;
    const double *ceilings;
    const uint8_t *alive;   /* by passage; NULL where all are */
    const uint8_t *allowed; /* by passage; NULL where all are */
    int32_t *frequencies;   /* by term, one more than of live passages, or 0 where not yet known */
    int64_t mask;           /* one less than there are slots */
    int64_t base;           /* the position of the first passage */
    int64_t wide;           /* whether codes have 32 bits, not 16 */
} Segment;

typedef struct { /* a word of the question */
    const uint8_t *text;
    int64_t length, times, frequency;
} Term;

typedef struct { /* a term's postings in a segment */
    int64_t start, end;
    double idf;
    double bound; /* no passage gets more */
} List;

typedef struct { /* a heap with the worst hit on top */
    double *scores;
    int64_t *positions;
    int64_t size, limit;
} Best;

typedef struct { /* sums of consecutive passages; all zero between two windows */
    double sums[WINDOW];
    uint64_t touched[WINDOW / 64];
} Window;

static inline uint32_t code(const Segment *segment, const void *codes, int64_t place)
{
    return segment->wide ? ((const uint32_t *)codes)[place] : ((const uint16_t *)codes)[place];
}

static inline double weight(const Segment *segment, double idf, int64_t place)
{
    return segment->weights[code(segment, segment->codes, place)] * idf;
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
    int64_t places[MOST_TERMS], essential = count;
    double rest[MOST_TERMS + 1]; /* what the lists from here on can add */
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
            int64_t place = places[i], end = lists[i].end;
            uint32_t offset; /* unsigned, so that a damaged file cannot make it negative */
            for (; place < end; place++) {
                offset = (uint32_t)passages[place] - (uint32_t)start;
                if (offset >= WINDOW)
                    break;
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

/* zlib's CRC-32, four bits at a time. */
static uint32_t crc32(const uint8_t *text, int64_t length)
{
    static const uint32_t steps[16] = {
        0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4,
        0x4db26158, 0x5005713c, 0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
        0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
    };
    uint32_t crc = ~UINT32_C(0);
    while (length--) {
        crc ^= *text++;
        crc = crc >> 4 ^ steps[crc & 15];
        crc = crc >> 4 ^ steps[crc & 15];
    }
    return ~crc;
}

/* The number of a term in a segment, or -1; as index/vocabulary.py does. */
static int32_t find(const Segment *segment, const Term *term, uint32_t hash)
{
    int64_t slot = hash & segment->mask;
    for (; segment->slots[slot]; slot = (slot + 1) & segment->mask) {
        int32_t number = segment->slots[slot] - 1;
        int64_t start = segment->offsets[number];
        if (segment->offsets[number + 1] - start == term->length
            && !memcmp(segment->blob + start, term->text, (size_t)term->length))
            return number;
    }
    return -1;
}

/* In how many live passages of a segment a term is. */
static int64_t frequency(const Segment *segment, int32_t number)
{
    int64_t start = segment->starts[number], end = segment->starts[number + 1];
    if (!segment->alive)
        return end - start;
    if (!segment->frequencies[number]) { /* two threads may both count: they find the same */
        int32_t live = 1;
        for (int64_t place = start; place < end; place++)
            live += segment->alive[segment->passages[place]];
        segment->frequencies[number] = live;
    }
    return segment->frequencies[number] - 1;
}

/* The distinct terms of a question, each ended by 0xff, or -1 where there are too many. */
static int64_t split(const uint8_t *text, const uint8_t *stop, Term *terms)
{
    int64_t count = 0;
    while (text < stop) {
        const uint8_t *end = text;
        while (*end != 0xff)
            end++;
        int64_t n = 0, length = end - text;
        while (n < count
               && (terms[n].length != length || memcmp(terms[n].text, text, (size_t)length)))
            n++;
        if (n == MOST_TERMS)
            return -1;
        if (n == count)
            terms[count++] = (Term){text, length, 0, 0};
        terms[n].times++;
        text = end + 1;
    }
    return count;
}

/* Look every term up in every segment and count the passages that have it. */
static void look_up(const Segment *segments, int64_t count, Term *terms, int64_t distinct,
                    int32_t *numbers)
{
    for (int64_t t = 0; t < distinct; t++) {
        uint32_t hash = crc32(terms[t].text, terms[t].length);
        for (int64_t s = 0; s < count; s++) {
            int32_t number = numbers[t * count + s] = find(&segments[s], &terms[t], hash);
            if (number >= 0)
                terms[t].frequency += frequency(&segments[s], number);
        }
    }
}

/* Number the terms that live passages have, from the rarest on; those as rare in their order. */
static int64_t rank(const Term *terms, int64_t distinct, int64_t *order)
{
    int64_t ranked = 0;
    for (int64_t t = 0; t < distinct; t++) {
        if (!terms[t].frequency)
            continue;
        int64_t place = ranked++;
        for (; place && terms[order[place - 1]].frequency > terms[t].frequency; place--)
            order[place] = order[place - 1];
        order[place] = t;
    }
    return ranked;
}

/* What the ranked terms ask of segment `s`; `numbers` are a term's in `count` segments. */
static int64_t plan(const Segment *segments, int64_t s, int64_t count, int64_t passages,
                    const Term *terms, const int64_t *order, int64_t ranked,
                    const int32_t *numbers, List *lists)
{
    const Segment *segment = &segments[s];
    int64_t size = 0;
    for (int64_t r = 0; r < ranked; r++) {
        const Term *term = &terms[order[r]];
        int32_t number = numbers[order[r] * count + s];
        if (number < 0)
            continue;
        double df = (double)term->frequency; /* index/weighting.py has the same formula */
        double idf = log(1 + ((double)passages - df + 0.5) / (df + 0.5)) * (double)term->times;
        double peak = segment->ceilings[code(segment, segment->peaks, number)];
        lists[size++] = (List){segment->starts[number], segment->starts[number + 1], idf,
                               peak * idf * ROUNDING};
    }
    return size;
}

int64_t quoth_version(void)
{
    return VERSION;
}

/* Write the best `limit` hits for the terms in `text`, each ended by 0xff, in order: scores to
 * `hits`, positions to `hits` + 2 * `limit`, each with as much scratch after it. `passages` live.
 * Return how many hits there are, or -1 where there are too many terms.
 */
int64_t quoth_top(const Segment *segments, int64_t count, int64_t passages, const uint8_t *text,
                  int64_t length, int64_t limit, double *hits)
{
    static _Thread_local Window window;
    int64_t *positions = (int64_t *)(hits + 2 * limit), order[MOST_TERMS];
    Best best = {hits, positions, 0, limit};
    Best trial = {hits + limit, positions + limit, 0, limit};
    Term terms[MOST_TERMS];
    List lists[MOST_TERMS];
    int64_t distinct = split(text, text + length, terms);
    if (distinct < 0)
        return -1;
    int32_t *numbers = malloc((size_t)(distinct * count + 1) * sizeof *numbers);
    if (!numbers)
        return -1;
    look_up(segments, count, terms, distinct, numbers);
    int64_t ranked = rank(terms, distinct, order);
    for (int64_t s = 0; s < count; s++) {
        const Segment *segment = &segments[s];
        int64_t size = plan(segments, s, count, passages, terms, order, ranked, numbers, lists);
        double floor = reached(segment, lists, size, threshold(&best, 0.0), &window, &trial);
        scan(segment, lists, size, floor, &window, &best);
    }
    free(numbers);
    int64_t found = best.size;
    while (best.size > 1) { /* the worst hit goes last, then the next worst before it */
        swap(&best, 0, --best.size);
        sink(&best, 0);
    }
    return found;
}
