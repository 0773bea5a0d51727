using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using OrderApp.ServiceDefaults.Auditing;

namespace OrderApp.Users.Storage;

/// <summary>The model of the database userdb.</summary>
internal sealed class UserDbContext(DbContextOptions<UserDbContext> options) : DbContext(options), IDataProtectionKeyContext
{
    public DbSet<AccountRow> Accounts => Set<AccountRow>();

    public DbSet<DeletedAccountRow> DeletedAccounts => Set<DeletedAccountRow>();

    public DbSet<ServerKeyRow> ServerKeys => Set<ServerKeyRow>();

    public DbSet<MailRow> Mails => Set<MailRow>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddAuditEntries();
        modelBuilder.UseOpenIddict();

        modelBuilder.Entity<DataProtectionKey>().ToTable("data_protection_keys");
        modelBuilder.Entity<AccountRow>(account =>
        {
            account.ToTable("accounts");
            account.Property(row => row.Id).HasColumnName("id").ValueGeneratedNever();
            account.Property(row => row.UserName).HasColumnName("user_name").IsRequired();
            account.Property(row => row.NormalizedUserName).HasColumnName("normalized_user_name").IsRequired();
            account.Property(row => row.Email).HasColumnName("email").IsRequired();
            account.Property(row => row.NormalizedEmail).HasColumnName("normalized_email").IsRequired();
            account.Property(row => row.EmailConfirmed).HasColumnName("email_confirmed");
            account.Property(row => row.PasswordHash).HasColumnName("password_hash").IsRequired();
            account.Property(row => row.SecurityStamp).HasColumnName("security_stamp").IsRequired();
            account.Property(row => row.ConcurrencyStamp).HasColumnName("concurrency_stamp").IsConcurrencyToken();
            account.Property(row => row.AccessFailedCount).HasColumnName("access_failed_count");
            account.Property(row => row.LockoutEnd).HasColumnName("lockout_end");
            account.Property(row => row.LockoutEnabled).HasColumnName("lockout_enabled");
            account.Property(row => row.Name).HasColumnName("name");
            account.Property(row => row.Language).HasColumnName("language");
            account.Property(row => row.CreateTime).HasColumnName("create_time");
            account.Property(row => row.IsOperator).HasColumnName("is_operator");
            account.Property(row => row.AcceptsMails).HasColumnName("accepts_mails").HasDefaultValueSql("false");
            // Those who get mails of offers, in the order in which they are walked.
            account.HasIndex(row => row.Id).HasFilter("accepts_mails AND email_confirmed").HasDatabaseName("ix_accounts_mail_receivers");
            account.Property(row => row.RequestId).HasColumnName("request_id");
            account.Ignore(row => row.PhoneNumber).Ignore(row => row.PhoneNumberConfirmed).Ignore(row => row.TwoFactorEnabled);
            // Identity only looks before it inserts; of registrations in a race the index lets one through.
            account.HasIndex(row => row.NormalizedEmail).IsUnique().HasDatabaseName("ix_accounts_normalized_email");
            account.HasIndex(row => row.NormalizedUserName).IsUnique().HasDatabaseName("ix_accounts_normalized_user_name");
        });

        modelBuilder.Entity<DeletedAccountRow>(deleted =>
        {
            deleted.ToTable("deleted_accounts");
            deleted.HasKey(row => row.Sequence);
            deleted.Property(row => row.Sequence).HasColumnName("sequence").UseIdentityByDefaultColumn();
            deleted.Property(row => row.AccountId).HasColumnName("account_id");
            deleted.Property(row => row.DeleteTime).HasColumnName("delete_time");
        });

        modelBuilder.Entity<ServerKeyRow>(key =>
        {
            key.ToTable("server_keys");
            key.HasKey(row => row.Id);
            key.Property(row => row.Id).HasColumnName("id");
            key.Property(row => row.Kind).HasColumnName("kind");
            key.Property(row => row.CreateTime).HasColumnName("create_time");
            key.Property(row => row.ProtectedKey).HasColumnName("protected_key");
        });

        modelBuilder.Entity<MailRow>(mail =>
        {
            mail.ToTable("mails");
            mail.HasKey(row => row.Id);
            mail.Property(row => row.Id).HasColumnName("id").ValueGeneratedNever();
            mail.Property(row => row.Kind).HasColumnName("kind");
            mail.Property(row => row.Email).HasColumnName("email");
            mail.Property(row => row.Language).HasColumnName("language");
            mail.Property(row => row.CreateTime).HasColumnName("create_time");
            mail.Property(row => row.NextTry).HasColumnName("next_try");
            mail.Property(row => row.Tries).HasColumnName("tries");
            mail.HasIndex(row => row.NextTry).HasDatabaseName("ix_mails_next_try");
        });
    }
}
