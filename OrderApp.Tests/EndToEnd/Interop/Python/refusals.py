"""Bad input and unknown methods: the code and the text that a client gets to see."""
from catalogue_pb2 import GetBookRequest, ImportBooksRequest
from catalogue_pb2_grpc import CatalogueStub
from interop import channel, refusal, tell
from order_pb2 import CreateOrderRequest, ReadOrderRequest
from order_pb2_grpc import OrderServiceStub
from recommendations_pb2 import RecommendationRequest
from recommendations_pb2_grpc import RecommendationsStub
from route_guide_pb2 import Point, Rectangle, RouteNote
from route_guide_pb2_grpc import RouteGuideStub
from user_service_pb2 import GetUserRequest
from user_service_pb2_grpc import UserServiceStub

FAR_NORTH = Point(latitude=900000001)
UNKNOWN_ORDER = "01234567-89ab-7def-8123-456789abcdef"

door = channel()
routes, users, orders = RouteGuideStub(door), UserServiceStub(door), OrderServiceStub(door)
books, catalogue = RecommendationsStub(door), CatalogueStub(door)
tell({
    "point": refusal(lambda: routes.GetFeature(FAR_NORTH)),
    "rectangle": refusal(lambda: routes.ListFeatures(Rectangle(hi=FAR_NORTH))),
    "route": refusal(lambda: routes.RecordRoute(iter([Point(), FAR_NORTH]))),
    "note": refusal(lambda: routes.RouteChat(iter([RouteNote(location=FAR_NORTH)]))),
    "user": refusal(lambda: users.GetUser(GetUserRequest(username="x" * 101))),
    "order name": refusal(lambda: orders.CreateOrder(CreateOrderRequest())),
    "order date": refusal(lambda: orders.CreateOrder(CreateOrderRequest(name="Dune", date="yesterday"))),
    "order uuid": refusal(lambda: orders.ReadOrder(ReadOrderRequest(uuid="1"))),
    "unknown order": refusal(lambda: orders.ReadOrder(ReadOrderRequest(uuid=UNKNOWN_ORDER))),
    "category": refusal(lambda: books.Recommend(RecommendationRequest(category=99, max_results=1))),
    "max_results": refusal(lambda: books.Recommend(RecommendationRequest(max_results=-1))),
    "unknown book": refusal(lambda: catalogue.GetBook(GetBookRequest(id=2147483647))),
    "import without a token": refusal(lambda: catalogue.ImportBooks(iter([ImportBooksRequest()]))),
    "large message": refusal(lambda: users.GetUser(GetUserRequest(username="x" * (4 * 1024 * 1024 + 1)))),
    "unknown method": refusal(lambda: door.unary_unary("/userservice.UserService/Missing")(b"")),
    "unknown service": refusal(lambda: door.unary_unary("/missing.Service/Missing")(b"")),
    "malformed message": refusal(lambda: door.unary_unary("/userservice.UserService/GetUser")(b"\xff\xff\xff")),
    "malformed text": refusal(lambda: door.unary_unary("/userservice.UserService/GetUser")(b"\x0a\x02\xff\xfe")),
})
