using Carillon.Contacts.Engagement;

namespace Carillon.Contacts;

/// <summary>What other rooms know of people and the directory asks them.</summary>
/// <param name="LastContacts">When they were last reached.</param>
/// <param name="Filtered">Whom segments and lists by filter mean.</param>
/// <param name="Engagement">How much they take part.</param>
public sealed record ContactSources(ILastContacts LastContacts, IFilteredPeople Filtered, EngagementScore Engagement);
