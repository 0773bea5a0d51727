"""Imports books as a client stream, finds them in the catalogue and is recommended different ones."""
import sys

from catalogue_pb2 import Book, GetBookRequest, ImportBooksRequest, ListBooksRequest
from catalogue_pb2_grpc import CatalogueStub
from interop import PATIENCE_SECONDS, channel, plain, tell
from recommendations_pb2 import SCIENCE_FICTION, RecommendationRequest
from recommendations_pb2_grpc import RecommendationsStub

catalogue, recommendations = CatalogueStub(channel()), RecommendationsStub(channel(sys.argv[2]))
source = sys.argv[3]


def imported():
    for number in range(250):
        book = Book(title=f"{source} volume {number}", year=-number if number else None)
        yield ImportBooksRequest(source=source, source_id=str(number), book=book)
    yield ImportBooksRequest(source=source, source_id="bad", book=Book())


summary = catalogue.ImportBooks(imported(), timeout=PATIENCE_SECONDS, metadata=(("authorization", f"Bearer {sys.argv[4]}"),))
page = catalogue.ListBooks(ListBooksRequest(query=source, page_size=100, order_by="title"), timeout=PATIENCE_SECONDS)
book = catalogue.GetBook(GetBookRequest(id=page.books[0].id), timeout=PATIENCE_SECONDS)
request = RecommendationRequest(user_id=1, category=SCIENCE_FICTION, max_results=3)
recommended = recommendations.Recommend(request, timeout=PATIENCE_SECONDS).recommendations
tell({
    "summary": plain(summary),
    "page": len(page.books),
    "more": page.next_page_token != "",
    "title": book.title,
    "has_year": book.HasField("year"),
    "recommended": sorted(book.title for book in recommended),
})
