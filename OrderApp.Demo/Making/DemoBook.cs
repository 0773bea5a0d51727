using OrderApp.Protos;

namespace OrderApp.Demo.Making;

/// <summary>A book that was never written.</summary>
/// <param name="Number">Its number in the list, from 1.</param>
/// <param name="Book">What the catalogue is told, all but the price.</param>
/// <param name="Price">What it costs, in whole units; a currency that has cents takes one off.</param>
/// <param name="Copies">How many come in; some books are sold out, of some only a few are left.</param>
internal sealed record DemoBook(int Number, Book Book, int Price, int Copies);
