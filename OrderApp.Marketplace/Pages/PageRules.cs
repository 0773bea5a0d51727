using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using OrderApp.Marketplace.Visitors;
using OrderApp.ServiceDefaults.Callers;

namespace OrderApp.Marketplace.Pages;

/// <summary>Who may open which page: those of one's own account who has signed in, all others everybody. All know their visitor by his cookies.</summary>
internal sealed class PageRules : IPageRouteModelConvention
{
    private const string OwnPages = "/MyAccount/";

    public void Apply(PageRouteModel model)
    {
        object rule = model.ViewEnginePath.StartsWith(OwnPages, StringComparison.Ordinal) ? new AuthorizeAttribute(Policies.SignedIn) : new AllowAnonymousAttribute();
        foreach (var selector in model.Selectors)
        {
            selector.EndpointMetadata.Add(rule);
            selector.EndpointMetadata.Add(new TakesSession());
        }
    }
}
