import grpc

import route_pb2
import route_pb2_grpc


def make_point(latitude, longitude):
    return route_pb2.Point(latitude=latitude, longitude=longitude)


def format_point(point):
    return "latitude: %d, longitude: %d" % (point.latitude, point.longitude)


def guide_get_feature(stub, point):
    feature = stub.GetFeature(point)
    if feature.name:
        print("Feature called '%s' at %s" % (feature.name, format_point(feature.location)))
    else:
        print("Found no feature at %s" % format_point(feature.location))


def guide_list_features(stub):
    rectangle = route_pb2.Rectangle(
        lo=make_point(400000000, -750000000),
        hi=make_point(420000000, -730000000),
    )
    print("Looking for features between 40, -75 and 42, -73")
    for feature in stub.ListFeatures(rectangle):
        print("Feature called '%s' at %s" % (feature.name, format_point(feature.location)))


def generate_route():
    for latitude, longitude in [
        (412856162, -745148837),
        (418465462, -746859398),
        (406589790, -743560121),
        (416851321, -742674555),
        (415301720, -748416257),
        (407033786, -743977337),
        (401012643, -744035134),
        (412144655, -743949739),
        (414638017, -745957854),
        (400273442, -741220915),
    ]:
        point = make_point(latitude, longitude)
        print("Visiting point %s" % format_point(point))
        yield point


def guide_record_route(stub):
    route_summary = stub.RecordRoute(generate_route())
    print("Finished trip with %s points " % route_summary.point_count)
    print("Passed %s features " % route_summary.feature_count)
    print("Travelled %s meters " % route_summary.distance)
    print("It took %s seconds " % route_summary.elapsed_time)


def generate_messages():
    for message, latitude, longitude in [
        ("First message", 0, 0),
        ("Second message", 0, 1),
        ("Third message", 1, 0),
        ("Fourth message", 0, 0),
        ("Fifth message", 1, 0),
    ]:
        print("Sending %s at %s" % (message, format_point(make_point(latitude, longitude))))
        yield route_pb2.RouteNote(message=message, location=make_point(latitude, longitude))


def guide_route_chat(stub):
    for response in stub.RouteChat(generate_messages()):
        print("Received message %s at %s" % (response.message, format_point(response.location)))


def run():
    channel = grpc.insecure_channel('localhost:50051')
    stub = route_pb2_grpc.RouteGuideStub(channel)
    print("-------------- GetFeature --------------")
    guide_get_feature(stub, make_point(409146138, -746188906))
    guide_get_feature(stub, make_point(0, 0))
    print("-------------- ListFeatures --------------")
    guide_list_features(stub)
    print("-------------- RecordRoute --------------")
    guide_record_route(stub)
    print("-------------- RouteChat --------------")
    guide_route_chat(stub)


if __name__ == "__main__":
    run()
