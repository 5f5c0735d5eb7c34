namespace MedTrain.Configuration;

/// <summary>
/// What the binder made of a config: every part that could be read, by its path, and every problem. Parts stay available when others failed,
/// so that one run of <c>check</c> can also look at the data that a config with mistakes elsewhere describes.
/// </summary>
internal sealed class BoundConfig
{
    private readonly Dictionary<string, object> _values = [];
    private readonly Dictionary<string, ConfigOrigin> _origins = [];
    private readonly List<ConfigProblem> _problems = [];

    /// <summary>The problems found until now, in the order of the file; overrides come last.</summary>
    public IReadOnlyList<ConfigProblem> Problems =>
    [
        .. _problems.Distinct()
            .OrderBy(problem => problem.Origin.Line == 0)
            .ThenBy(problem => problem.Origin.Line)
            .ThenBy(problem => problem.Origin.Column),
    ];

    /// <summary>Where binder and readers put their findings.</summary>
    public ICollection<ConfigProblem> Findings => _problems;

    /// <summary>
    /// The value at a dotted path (empty: the whole config), or null when it was not given and has no default, or could not be read.
    /// </summary>
    public T? Find<T>(string path)
        where T : class => _values.GetValueOrDefault(path) as T;

    /// <summary>As <see cref="Find"/>, for numbers and enums.</summary>
    public T? FindValue<T>(string path)
        where T : struct => _values.GetValueOrDefault(path) is T value ? value : null;

    /// <summary>The whole config; throws <see cref="ConfigException"/> with all problems when there is any.</summary>
    public T Require<T>()
        where T : class =>
        _problems.Count == 0 && Find<T>("") is { } config ? config : throw new ConfigException(Problems);

    /// <summary>
    /// Where the value at <paramref name="path"/> was written; when it is a default, where the nearest section around it was.
    /// </summary>
    public ConfigOrigin OriginOf(string path)
    {
        ConfigOrigin origin;
        while (!_origins.TryGetValue(path, out origin) && path.Length > 0)
        {
            var dot = path.LastIndexOf('.');
            path = dot < 0 ? "" : path[..dot];
        }

        return origin;
    }

    /// <summary>Adds a problem that was found after binding, at the position of the key at <paramref name="path"/>.</summary>
    public void Report(string path, string given, string why, string allowed) =>
        _problems.Add(new ConfigProblem(OriginOf(path), path, given, why, allowed));

    /// <summary>Remembers where the value at <paramref name="path"/> was written.</summary>
    public void Place(string path, ConfigOrigin origin) => _origins[path] = origin;

    /// <summary>Remembers the value at <paramref name="path"/>.</summary>
    public void Keep(string path, object value) => _values[path] = value;
}
