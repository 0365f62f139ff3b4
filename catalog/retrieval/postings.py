"""BM25 over the postings as parts of one statement: the words that are asked for, what they hit, and the best of it."""

# Bounds on the work of one request, however frequent its words: postings read, the strongest of each term, and products
# whose words are then read whole.
_POSTINGS_READ, _READ_WHOLE = 4000, 250

# `share` is the part of the request's whole weight that a word carries. Floats throughout: numerics cost a cast a row.
# `most` shares the postings to be read out like water: rare terms are read whole, frequent ones to the same depth.
WANTED = f"""
counted as (
    select asked.term collate "C" as term, coalesce(known.documents, 0) as documents, totals.documents as total,
           0.75::float8 * greatest(totals.documents, 1) / greatest(totals.length, 1) as per_length
    from unnest(%(terms)s::text[]) as asked (term) cross join search_totals totals
    left join search_terms known on known.term = asked.term
),
weighed as (
    select term, per_length, documents, ln(1 + (total - documents + 0.5::float8) / (documents + 0.5::float8)) as idf,
           ({_POSTINGS_READ} - sum(documents) over rarer + documents) / count(*) over commoner as depth
    from counted
    window rarer as (order by documents, term), commoner as (order by documents desc, term desc)
),
wanted as materialized (
    select term, per_length, idf / greatest(sum(idf) over (), 1e-9) as share,
           max(depth) over () as most, max(depth) over () < max(documents) over () as cut
    from weighed
)"""

# BM25 with the usual k1 = 1.2 and b = 0.75, as a share of the most it could be.
_SATURATED = "h.frequency / (h.frequency + 1.2::float8 * (0.25::float8 + w.per_length * h.length))"
HITS = f"""
hits as materialized (
    select h.product_no, sum(w.share) as coverage, sum(w.share * {_SATURATED}) as lexical
    from wanted w
    cross join lateral (
        select product_no, frequency, length from search_postings
        where term = w.term order by impact desc limit w.most) h
    group by h.product_no
)"""


# Of a product whose postings were not all read. Its terms are in order, so that one is found by halving.
WHOLE = f"""
    left join lateral (
        select sum(w.share) as coverage, sum(w.share * {_SATURATED}) as lexical
        from (select terms, frequencies, length from search_documents
              where product_no = part.product_no and (select bool_or(cut) from wanted) limit 1) d
        cross join lateral (select *, width_bucket(term, d.terms) as place from wanted offset 0) w
        cross join lateral (select d.frequencies[w.place] as frequency, d.length) h
        where d.terms[w.place] = w.term) whole on true"""
BEST_BY_WORDS = f"""
best as materialized (
    select part.product_no, coalesce(whole.lexical, part.lexical) as lexical,
           coalesce(whole.coverage, part.coverage) as coverage
    from (select * from hits order by lexical desc limit {_READ_WHOLE}) part {WHOLE}
)"""
