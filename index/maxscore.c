/* The k best passages by MaxScore (Turtle and Flood, 1995), over windows of passages.
 *
 * Lists stand rarest first. Once the lists from `essential` on could not lift a passage that is in
 * none before them to the k-th score found so far, they are no longer read but looked up, for
 * passages that the others bring. Of those others, a posting whose passage is in no rarer list is
 * passed over where it is too light for the lists after it to lift it so far. Every score is the
 * sum over lists in their order, to the bit what index/exhaustive.py adds up: compile without
 * contraction of a*b+c.
 *
 * What a posting decides is written without branches where a processor could not foretell them.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { VERSION = 5 }; /* of `Ranking`, which index/compiled.py packs */
enum { WINDOW = 4096, SHORT = 512, MOST_TERMS = 256 };

static const double ROUNDING = 1 + 1e-9; /* a bound must hold however sums are rounded */

typedef struct { /* the arrays of index/segment.py and index/shard.py, the latter below the line */
    const uint8_t *blob;
    const int64_t *offsets;
    const int32_t *slots;
    const int64_t *starts;
    const int32_t *passages; /* of the terms that are not common */
    const void *codes;
    const void *peaks;
    const int32_t *common;
    const uint64_t *bits;
    const uint32_t *ranks;
    const int64_t *before; /* how many postings the common terms before have */
    /* -- */
    const double *weights;
    const double *ceilings;
    const uint8_t *alive;   /* by passage; NULL where all are */
    const uint8_t *allowed; /* by passage; NULL where all are */
    int32_t *frequencies;   /* by term, one more than of live passages, or 0 where not yet known */
    int64_t mask;           /* one less than there are slots */
    int64_t base;           /* the position of the first passage */
    int64_t wide;           /* whether codes have 32 bits, not 16 */
    int64_t size;           /* how many passages there are */
    int64_t pairs;          /* how many codes there are */
    int64_t rows, words;    /* of the bitmaps: common terms, and words for each */
} Segment;

typedef struct {
    int64_t passages; /* that live */
    int64_t count;    /* of segments */
    Segment segments[];
} Ranking;

typedef struct { /* a word of the question */
    const uint8_t *text;
    int64_t length, times, frequency;
} Term;

typedef struct { /* a term's postings in a segment */
    int64_t start, end; /* of their codes */
    double idf;
    double bound; /* no passage gets more */
    const int32_t *held; /* their passages; NULL where the term is common */
    const uint64_t *bits; /* NULL where it is not */
    const uint32_t *ranks;
} List;

typedef struct { /* a heap with the worst hit on top */
    double *scores;
    int64_t *positions;
    int64_t size, limit;
} Best;

typedef struct { /* consecutive passages; the last place is for what is not kept */
    double sums[WINDOW]; /* all zero between two windows */
    int32_t found[WINDOW + 1];
    double scores[WINDOW + 1];
} Window;

static inline uint32_t code(const Segment *segment, const void *codes, int64_t place)
{
    return segment->wide ? ((const uint32_t *)codes)[place] : ((const uint16_t *)codes)[place];
}

static inline double weight(const Segment *segment, double idf, int64_t place)
{
    return segment->weights[code(segment, segment->codes, place)] * idf;
}

/* `value` or, without a branch, 0. */
static inline double either(int64_t wanted, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    bits &= -(uint64_t)wanted;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static inline int64_t ones(uint64_t bits)
{
    return __builtin_popcountll(bits);
}

/* What a passage gets from a list: 0 where it is not in it. */
static inline double lookup(const Segment *segment, const List *list, int32_t passage)
{
    if (list->bits) {
        uint32_t word = (uint32_t)passage >> 6, bit = passage & 63;
        if (word >= segment->words) /* in a damaged file */
            return 0.0;
        uint64_t before = list->bits[word] & ((UINT64_C(1) << bit) - 1);
        int64_t place = list->start + list->ranks[word] + ones(before);
        place = place < list->end ? place : list->start;
        return either(list->bits[word] >> bit & 1, weight(segment, list->idf, place));
    }
    const int32_t *held = list->held;
    for (int64_t length = list->end - list->start, half; length > 1; length -= half) {
        half = length >> 1;
        held += (held[half - 1] < passage) * half;
    }
    return either(*held == passage, weight(segment, list->idf, list->start + (held - list->held)));
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

/* The least code of a list that, with `rest` more, may reach `least`. */
static uint32_t lightest(const Segment *segment, const List *list, double rest, double least)
{
    int64_t low = 0, high = segment->pairs;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (segment->ceilings[middle] * list->idf * ROUNDING + rest < least)
            low = middle + 1;
        else
            high = middle;
    }
    return (uint32_t)low;
}

/* Add up the posting at `place`, of the passage at `offset` in the window. That of a passage not
 * yet found counts only if it is heavy: from the code `cut` on.
 */
static inline void add(const Segment *segment, const List *list, uint32_t cut, int64_t place,
                       uint32_t offset, Window *window, int64_t *found)
{
    double sum = window->sums[offset];
    int known = sum > 0.0, heavy = code(segment, segment->codes, place) >= cut;
    window->sums[offset] = sum + either(known | heavy, weight(segment, list->idf, place));
    window->found[*found] = (int32_t)offset;
    *found += heavy & !known & (*found < WINDOW); /* a damaged file could have more */
}

/* Add up the postings of a list from `place` on that are in the window of passages from `start`
 * on. Return where they end.
 */
static int64_t add_listed(const Segment *segment, const List *list, uint32_t cut, int64_t place,
                          int32_t start, Window *window, int64_t *found)
{
    int64_t count = *found;
    for (; place < list->end; place++) {
        /* unsigned, so that a damaged file cannot make it negative */
        uint32_t offset = (uint32_t)list->held[place - list->start] - (uint32_t)start;
        if (offset >= WINDOW)
            break;
        add(segment, list, cut, place, offset, window, &count);
    }
    *found = count;
    return place;
}

/* The same for a common term, whose passages are the bits that are set. */
static void add_common(const Segment *segment, const List *list, uint32_t cut, int32_t start,
                       Window *window, int64_t *found)
{
    int64_t count = *found, end = (int64_t)start + WINDOW;
    end = end < segment->size ? end : segment->size;
    for (int64_t word = start >> 6; word * 64 < end; word++) {
        int64_t first = word * 64 < start ? start & 63 : 0;
        uint64_t all = list->bits[word], bits = all & ~UINT64_C(0) << first;
        if (end - word * 64 < 64)
            bits &= (UINT64_C(1) << (end - word * 64)) - 1;
        int64_t place = list->start + list->ranks[word] + ones(all & ((UINT64_C(1) << first) - 1));
        for (; bits && place < list->end; bits &= bits - 1, place++) {
            int64_t passage = word * 64 + __builtin_ctzll(bits);
            add(segment, list, cut, place, (uint32_t)(passage - start), window, &count);
        }
    }
    *found = count;
}

/* The passage of the posting at `place`, or one behind all. */
static inline int32_t next_listed(const List *list, int64_t place)
{
    return place < list->end ? list->held[place - list->start] : INT32_MAX;
}

/* The first passage of a common term's list from `from` on, or one behind all. */
static int32_t next_common(const Segment *segment, const List *list, int64_t from)
{
    int64_t word = from >> 6;
    uint64_t bits = word < segment->words ? list->bits[word] & ~UINT64_C(0) << (from & 63) : 0;
    while (!bits && ++word < segment->words)
        bits = list->bits[word];
    int64_t found = bits ? word * 64 + __builtin_ctzll(bits) : segment->size;
    return found < segment->size ? (int32_t)found : INT32_MAX;
}

/* Take the sums out of the window, and keep what may reach `least` with `rest` more. */
static int64_t take_out(Window *window, int64_t found, int32_t start, double rest, double least)
{
    int64_t kept = 0;
    for (int64_t n = 0; n < found; n++) {
        int32_t offset = window->found[n];
        double sum = window->sums[offset];
        window->sums[offset] = 0.0;
        window->found[kept] = start + offset;
        window->scores[kept] = sum;
        kept += sum + rest >= least;
    }
    return kept;
}

/* Look what was found up in a list, and keep what may reach `least` with `rest` more. */
static int64_t look_on(const Segment *segment, const List *list, Window *window, int64_t found,
                       double rest, double least)
{
    int64_t kept = 0;
    for (int64_t n = 0; n < found; n++) {
        int32_t passage = window->found[n];
        double score = window->scores[n] + lookup(segment, list, passage);
        window->found[kept] = passage;
        window->scores[kept] = score;
        kept += score + rest >= least;
    }
    return kept;
}

/* Offer every passage of `lists` that may score `floor` or more. */
static void scan(const Segment *segment, const List *lists, int64_t count, double floor,
                 Window *window, Best *best)
{
    int64_t places[MOST_TERMS], essential = count;
    int32_t nexts[MOST_TERMS]; /* passages */
    uint32_t cuts[MOST_TERMS];
    double rest[MOST_TERMS + 1], known = -1.0; /* what the lists from here on can add */
    rest[count] = 0.0;
    for (int64_t i = count; i--;) {
        rest[i] = rest[i + 1] + lists[i].bound;
        places[i] = lists[i].start;
        nexts[i] = lists[i].bits ? next_common(segment, &lists[i], 0)
                                 : next_listed(&lists[i], places[i]);
    }
    for (;;) {
        double least = threshold(best, floor);
        while (essential && rest[essential - 1] < least)
            essential--;
        int32_t start = INT32_MAX;
        for (int64_t i = 0; i < essential; i++) {
            if (least > known)
                cuts[i] = lightest(segment, &lists[i], rest[i + 1], least);
            if (nexts[i] < start)
                start = nexts[i];
        }
        if (start == INT32_MAX)
            return;
        known = least;
        int64_t found = 0;
        for (int64_t i = 0; i < essential; i++) {
            const List *list = &lists[i];
            if (list->bits) {
                add_common(segment, list, cuts[i], start, window, &found);
                nexts[i] = next_common(segment, list, (int64_t)start + WINDOW);
            } else {
                places[i] = add_listed(segment, list, cuts[i], places[i], start, window, &found);
                nexts[i] = next_listed(list, places[i]);
            }
        }
        found = take_out(window, found, start, rest[essential], least);
        for (int64_t i = essential; i < count && found; i++)
            found = look_on(segment, &lists[i], window, found, rest[i + 1], least);
        for (int64_t n = 0; n < found; n++)
            if (!segment->allowed || segment->allowed[window->found[n]])
                offer(best, window->scores[n], segment->base + window->found[n]);
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
        for (int64_t i = rare; i < count; i++)
            score += lookup(segment, &lists[i], passage);
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

/* Where a term stands among the common ones, or would. */
static int64_t row(const Segment *segment, int32_t number)
{
    int64_t low = 0, high = segment->rows;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (segment->common[middle] < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static List list_of(const Segment *segment, int32_t number, double idf)
{
    double peak = segment->ceilings[code(segment, segment->peaks, number)];
    List list = {segment->starts[number], segment->starts[number + 1], idf, peak * idf * ROUNDING,
                 NULL, NULL, NULL};
    int64_t place = row(segment, number);
    if (place < segment->rows && segment->common[place] == number) {
        list.bits = segment->bits + place * segment->words;
        list.ranks = segment->ranks + place * segment->words;
    } else {
        list.held = segment->passages + (list.start - segment->before[place]);
    }
    return list;
}

/* In how many live passages of a segment a term is. */
static int64_t frequency(const Segment *segment, int32_t number)
{
    int64_t start = segment->starts[number], end = segment->starts[number + 1];
    if (!segment->alive)
        return end - start;
    if (!segment->frequencies[number]) { /* two threads may both count: they find the same */
        List list = list_of(segment, number, 1.0);
        int32_t live = 1;
        for (int64_t n = 0; list.held && n < end - start; n++)
            live += segment->alive[list.held[n]];
        int32_t next = list.held ? INT32_MAX : next_common(segment, &list, 0);
        for (; next < INT32_MAX; next = next_common(segment, &list, (int64_t)next + 1))
            live += segment->alive[next];
        segment->frequencies[number] = live;
    }
    return segment->frequencies[number] - 1;
}

/* The distinct terms of a question, each ended by 0, or -1 where there are too many. */
static int64_t split(const uint8_t *text, const uint8_t *stop, Term *terms)
{
    int64_t count = 0;
    while (text < stop) {
        const uint8_t *end = memchr(text, 0, (size_t)(stop - text));
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

/* What the ranked terms ask of segment `s`; `numbers` are a term's in all of them. */
static int64_t plan(const Ranking *ranking, int64_t s, const Term *terms, const int64_t *order,
                    int64_t ranked, const int32_t *numbers, List *lists)
{
    int64_t size = 0;
    for (int64_t r = 0; r < ranked; r++) {
        const Term *term = &terms[order[r]];
        int32_t number = numbers[order[r] * ranking->count + s];
        if (number < 0)
            continue;
        double df = (double)term->frequency; /* index/weighting.py has the same formula */
        double idf = log(1 + ((double)ranking->passages - df + 0.5) / (df + 0.5));
        lists[size++] = list_of(&ranking->segments[s], number, idf * (double)term->times);
    }
    return size;
}

/* This thread's. Not inlined, for its address would be asked for anew at every posting. */
static __attribute__((noinline)) Window *own_window(void)
{
    static _Thread_local Window window;
    return &window;
}

/* 0 on a processor that lacks what this was compiled for. */
int64_t quoth_version(void)
{
#ifdef __POPCNT__
    if (!__builtin_cpu_supports("popcnt"))
        return 0;
#endif
    return VERSION;
}

/* Write the best `limit` hits for the terms in `text`, each ended by 0, in order: scores to
 * `hits`, positions to `hits` + 2 * `limit`, each with as much scratch after it. Return how many
 * hits there are, or -1 where there are too many terms.
 */
int64_t quoth_top(const Ranking *ranking, const uint8_t *text, int length, int limit, double *hits)
{
    Window *window = own_window();
    int64_t *positions = (int64_t *)(hits + 2 * (int64_t)limit), order[MOST_TERMS];
    Best best = {hits, positions, 0, limit};
    Best trial = {hits + limit, positions + limit, 0, limit};
    Term terms[MOST_TERMS];
    List lists[MOST_TERMS];
    int64_t distinct = split(text, text + length, terms);
    if (distinct < 0)
        return -1;
    int32_t *numbers = malloc((size_t)(distinct * ranking->count + 1) * sizeof *numbers);
    if (!numbers)
        return -1;
    look_up(ranking->segments, ranking->count, terms, distinct, numbers);
    int64_t ranked = rank(terms, distinct, order);
    for (int64_t s = 0; s < ranking->count; s++) {
        const Segment *segment = &ranking->segments[s];
        int64_t size = plan(ranking, s, terms, order, ranked, numbers, lists);
        double floor = reached(segment, lists, size, threshold(&best, 0.0), window, &trial);
        scan(segment, lists, size, floor, window, &best);
    }
    free(numbers);
    int64_t found = best.size;
    while (best.size > 1) { /* the worst hit goes last, then the next worst before it */
        swap(&best, 0, --best.size);
        sink(&best, 0);
    }
    return found;
}
