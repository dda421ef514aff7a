namespace Carillon.Access;

/// <summary>Remembers what a workspace has set, in a later room, and hears on this node that it changed; other nodes see it when they read anew, within a second.</summary>
public interface ISettingsListener
{
    /// <summary>Somebody changed a workspace's settings or rules: what is remembered of them counts no more.</summary>
    void Changed();
}

/// <summary>Tells all of them.</summary>
public static class SettingsListeners
{
    /// <summary>The change is committed.</summary>
    public static void Tell(this IEnumerable<ISettingsListener> listeners)
    {
        foreach (var listener in listeners)
        {
            listener.Changed();
        }
    }
}
