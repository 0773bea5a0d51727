using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using OrderApp.Marketplace.Visitors;
using OrderApp.ServiceDefaults.Callers;

namespace OrderApp.Marketplace.Pages;

/// <summary>
/// Who may open which page: those of one's own account who has signed in, those of the back office operators, all others everybody. All know their
/// visitor by his cookies.
/// </summary>
internal sealed class PageRules : IPageRouteModelConvention
{
    private const string OwnPages = "/MyAccount/";
    private const string BackOffice = "/Operator/";

    public void Apply(PageRouteModel model)
    {
        object rule = In(OwnPages) ? new AuthorizeAttribute(Policies.SignedIn) : In(BackOffice) ? new AuthorizeAttribute(Policies.Operator) : new AllowAnonymousAttribute();
        foreach (var selector in model.Selectors)
        {
            selector.EndpointMetadata.Add(rule);
            selector.EndpointMetadata.Add(new TakesSession());
        }

        bool In(string folder) => model.ViewEnginePath.StartsWith(folder, StringComparison.Ordinal);
    }
}
