using Grpc.Core;
using OrderApp.Buying.Checkouts;

namespace OrderApp.Buying.Running;

/// <summary>A try of a step: for which checkout, and with which deadline for all of its calls.</summary>
internal sealed record StepCall(Checkout Checkout, CallOptions Options);
