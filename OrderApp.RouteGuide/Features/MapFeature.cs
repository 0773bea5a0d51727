using OrderApp.Protos;
using OrderApp.Routes.Geography;

namespace OrderApp.Routes.Features;

/// <summary>Something on the map. The name is empty where nobody has given one.</summary>
internal readonly record struct MapFeature(string Name, GeoPoint Location)
{
    public Feature ToMessage() => new() { Name = Name, Location = Location.ToMessage() };
}
