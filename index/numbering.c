/* Number the terms of passages as a dictionary does, mostly without looking at the terms.
 *
 * A term that occurs again is mostly the same object. So the addresses of the objects that the
 * dictionary holds are kept beside it, in a cache like the processor's own: each has two places
 * where it may stand, and who comes last takes the older one's. Where an address stands there, its
 * number is known without touching the object, its counter of references or the dictionary, each
 * of which is a miss of the processor's caches in a large vocabulary. All other terms are looked up
 * in the dictionary.
 *
 * An address is only kept of an object that `terms` holds, so no other object can come to have it
 * while the cache is in use.
 *
 * What is called of Python is part of its stable interface; Python's headers, which many machines
 * lack, are not needed for it. To be called through ctypes.PyDLL: with the interpreter's lock held.
 */
#include <stddef.h>
#include <stdint.h>

typedef struct Object Object; /* PyObject */

extern Object *PyList_GetItem(Object *list, ptrdiff_t place); /* borrowed */
extern int PyList_Append(Object *list, Object *item);
extern ptrdiff_t PyList_Size(Object *list);
extern Object *PyDict_GetItemWithError(Object *dict, Object *key); /* borrowed */
extern int PyDict_SetItem(Object *dict, Object *key, Object *value);
extern Object *PyLong_FromSsize_t(ptrdiff_t value);
extern ptrdiff_t PyLong_AsSsize_t(Object *number);
extern Object *PyErr_Occurred(void);
extern void Py_IncRef(Object *object);
extern void Py_DecRef(Object *object);

/* 2^64 over the golden ratio: spreads what stands side by side (Knuth, TAOCP vol. 3, 6.4). */
#define GOLDEN UINT64_C(0x9E3779B97F4A7C15)

enum { VERSION = 1 }; /* of the call, which index/numbering.py makes */
enum { AHEAD = 16, WAYS = 2 };

typedef struct {
    Object *term[WAYS];
    int64_t number[WAYS];
} Slot;

typedef struct {
    Object *numbers; /* dict: term to number */
    Object *terms;   /* list: number to the term that the dictionary holds */
    Slot *slots;     /* 2 to the power of (64 - shift) of them */
    int shift;
} Numbering;

static Slot *slot_of(const Numbering *numbering, const Object *term) {
    return numbering->slots + ((uint64_t)(uintptr_t)term * GOLDEN >> numbering->shift);
}

/* Its number, by the dictionary; -1 with an exception set. */
static int64_t look_up(const Numbering *numbering, Object *term) {
    Object *known = PyDict_GetItemWithError(numbering->numbers, term);
    if (known)
        return PyLong_AsSsize_t(known);
    if (PyErr_Occurred())
        return -1;
    ptrdiff_t next = PyList_Size(numbering->terms);
    Object *number = PyLong_FromSsize_t(next);
    if (!number)
        return -1;
    int failed = PyDict_SetItem(numbering->numbers, term, number);
    Py_DecRef(number);
    if (failed || PyList_Append(numbering->terms, term))
        return -1;
    return next;
}

static int64_t number_of(const Numbering *numbering, Object *term) {
    Slot *slot = slot_of(numbering, term);
    for (int way = 0; way < WAYS; way++)
        if (slot->term[way] == term)
            return slot->number[way];
    Py_IncRef(term); /* comparing may run code of the term's class, which may drop it */
    int64_t number = look_up(numbering, term);
    if (number >= 0 && PyList_GetItem(numbering->terms, number) == term) {
        slot->term[1] = slot->term[0];
        slot->number[1] = slot->number[0];
        slot->term[0] = term;
        slot->number[0] = number;
    }
    Py_DecRef(term);
    return number;
}

int quoth_version(void) { return VERSION; }

/* The numbers of all terms of `passages`, a list of lists, which have `sizes` terms, one after the
   other into `out`. `terms` has those known so far, `slots` is 2 to the power of `bits` long.
   Returns 0; -1 with an exception set. */
int quoth_number(Object *passages, Object *numbers, Object *terms, int bits, const int64_t *sizes,
                 Slot *slots, int64_t *out) {
    Numbering numbering = {numbers, terms, slots, 64 - bits};
    ptrdiff_t count = PyList_Size(passages);
    for (ptrdiff_t which = 0; which < count; which++) {
        Object *passage = PyList_GetItem(passages, which);
        if (!passage)
            return -1;
        for (int64_t first = 0; first < sizes[which]; first += AHEAD) {
            int64_t end = sizes[which] - first < AHEAD ? sizes[which] : first + AHEAD;
            for (int64_t place = first; place < end; place++) {
                Object *term = PyList_GetItem(passage, place);
                if (!term)
                    return -1;
                __builtin_prefetch(slot_of(&numbering, term));
            }
            for (int64_t place = first; place < end; place++) {
                Object *term = PyList_GetItem(passage, place);
                int64_t number = term ? number_of(&numbering, term) : -1;
                if (number < 0)
                    return -1;
                *out++ = number;
            }
        }
    }
    return 0;
}
