namespace OrderApp.ServiceDefaults.Database;

/// <summary>Tells when the database has its schema.</summary>
public interface IDatabaseReadiness
{
    /// <summary>Completes when the schema is in place.</summary>
    Task Ready { get; }
}
