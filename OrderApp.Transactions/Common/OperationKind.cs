namespace OrderApp.Payments.Common;

/// <summary>What the provider is asked to do. The numbers are stored.</summary>
internal enum OperationKind : short
{
    Authorize = 1,
    Capture = 2,
    Void = 3,
    Refund = 4,
}
