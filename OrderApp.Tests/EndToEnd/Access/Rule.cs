namespace OrderApp.Tests.EndToEnd.Access;

/// <summary>Who may call something at all; whose order or account he may touch is another question.</summary>
public enum Rule
{
    /// <summary>With or without a token.</summary>
    Anybody,

    /// <summary>With any valid token.</summary>
    SignedIn,

    /// <summary>Only operators.</summary>
    Operator,

    /// <summary>Only the shop's own services.</summary>
    Service,

    /// <summary>Operators and the shop's own services.</summary>
    OperatorOrService,
}

/// <summary>Who is calling.</summary>
public enum Who
{
    /// <summary>Without a token.</summary>
    Nobody,

    /// <summary>A customer.</summary>
    Ada,

    /// <summary>Another customer.</summary>
    Boris,

    /// <summary>An operator.</summary>
    Operator,

    /// <summary>A service in its own name.</summary>
    Service,
}

internal static class Rules
{
    /// <summary>Whether the rule lets the caller in.</summary>
    public static bool Allows(this Rule rule, Who who) => rule switch
    {
        Rule.Anybody => true,
        Rule.SignedIn => who is not Who.Nobody,
        Rule.Operator => who is Who.Operator,
        Rule.Service => who is Who.Service,
        _ => who is Who.Operator or Who.Service,
    };
}
