using System.Runtime.Loader;
using TorchSharp;

namespace MedTrain.Torch.Tests.Surface;

/// <summary>
/// What this library offers is a part of what TorchSharp 0.105.0 offers, under the same names, parameter names, order and defaults: code
/// written against it compiles against the package. The package's surface is recorded in tests/golden/torchsharp-surface.txt; the
/// environment variable TORCHSHARP_ASSEMBLY (the path of TorchSharp.dll 0.105.0) makes the record anew.
/// </summary>
public class TorchSharpSurface
{
    private const string Variable = "TORCHSHARP_ASSEMBLY";
    private const string Heading = "type ";

    // Types beyond TorchSharp's: code that its optimizers repeat, and what makes LBFGS savable.
    private static readonly HashSet<string> OwnTypes =
    [
        "Modules.AdamBase<TOptions, TState>", "Modules.AdamOptions", "Modules.AdamState", "Modules.BetaOptimizer<TOptions, TState>",
        "Modules.BetaOptions", "Modules.BetaParamGroup<TOptions>", "Modules.GroupedOptimizer<TOptions, TState>", "Modules.MomentState",
        "Modules.LBFGS.Options", "Modules.LBFGS.ParamGroup", "Modules.LBFGS.State", "Modules.SettingVisitor", "Modules.StateVisitor",
        "TorchException",
    ];

    // Members beyond TorchSharp's. The two layers take one or two more settings, after all others.
    private static readonly HashSet<string> OwnMembers =
    [
        "Modules.OptimizerState.Dispose() : Void", "Scalar.ToString() : String", "torch.optim.Optimizer.StateDictionary.new()",
        "torch.nn.MultiheadAttention(Int64 embedded_dim, Int64 num_heads, Double dropout = 0, Boolean bias = true, "
            + "Boolean add_bias_kv = false, Boolean add_zero_attn = false, Int64? kdim = null, Int64? vdim = null, "
            + "Boolean batch_first = false) : Modules.MultiheadAttention",
        "torch.nn.TransformerEncoderLayer(Int64 d_model = 512, Int64 nhead = 8, Int64 dim_feedforward = 2048, Double dropout = 0.1, "
            + "torch.nn.Activations activation = 0, Boolean batch_first = false, Boolean norm_first = false) "
            + ": Modules.TransformerEncoderLayer",
    ];

    private static readonly string Record = Path.Combine(Golden.RepositoryRoot, "tests", "golden", "torchsharp-surface.txt");

    [Fact]
    public void Every_public_member_is_one_of_TorchSharps()
    {
        var recorded = Recorded();
        var own = PublicSurface.Of(typeof(torch).Assembly).ToList();
        Assert.True(own.Sum(entry => entry.Members.Count) > 2500, "members are missing");
        var foreign = own.SelectMany(entry => Foreign(entry.Type, entry.Members, recorded)).Except(OwnMembers).ToList();
        Assert.True(foreign.Count == 0, $"{foreign.Count} members differ:\n{string.Join('\n', foreign.Take(100))}");
    }

    [Fact]
    public void Every_listed_addition_exists_and_is_one()
    {
        var own = PublicSurface.Of(typeof(torch).Assembly).ToList();
        var recorded = Recorded();
        Assert.Empty(OwnTypes.Except(own.Select(entry => PublicSurface.Name(entry.Type))));
        Assert.Empty(OwnTypes.Intersect(recorded.Keys));
        Assert.Empty(OwnMembers.Except(own.SelectMany(entry => Foreign(entry.Type, entry.Members, recorded))));
    }

    [PackageFact]
    public void The_record_is_that_of_the_package()
    {
        var context = new AssemblyLoadContext("TorchSharp", isCollectible: true);
        var package = PublicSurface.Of(context.LoadFromAssemblyPath(Environment.GetEnvironmentVariable(Variable)!))
            .Where(entry => !entry.Type.FullName!.Contains("distributions", StringComparison.Ordinal))
            .OrderBy(entry => PublicSurface.Name(entry.Type), StringComparer.Ordinal)
            .SelectMany(entry => entry.Members.Prepend(Heading + PublicSurface.Name(entry.Type)))
            .ToList();
        var same = File.Exists(Record) && File.ReadAllLines(Record).SequenceEqual(package);
        File.WriteAllLines(Record, package);
        context.Unload();
        Assert.True(same, $"{Record} was not that of the package; it has been made anew.");
    }

    // The members that neither the type nor a type below it has in TorchSharp.
    private static IEnumerable<string> Foreign(Type type, IEnumerable<string> members, Dictionary<string, HashSet<string>> recorded)
    {
        var name = PublicSurface.Name(type);
        if (OwnTypes.Contains(name))
        {
            return [];
        }

        var known = new HashSet<string>();
        for (var at = type; at is not null; at = at.BaseType)
        {
            known.UnionWith(recorded.GetValueOrDefault(PublicSurface.Name(at)) ?? []);
        }

        return (recorded.ContainsKey(name) ? [] : new[] { Heading + name })
            .Concat(members.Where(member => !known.Contains(member) && !known.Contains(WithNames(member)))
                .Select(member => $"{name}.{member}"));
    }

    private static Dictionary<string, HashSet<string>> Recorded()
    {
        var recorded = new Dictionary<string, HashSet<string>>();
        HashSet<string> members = [];
        foreach (var line in File.ReadAllLines(Record))
        {
            if (line.StartsWith(Heading, StringComparison.Ordinal))
            {
                recorded[line[Heading.Length..]] = members = [];
            }
            else
            {
                members.Add(line);
            }
        }

        return recorded;
    }

    // Named dimensions, always the last parameter, are not offered.
    private static string WithNames(string member)
    {
        var end = member.LastIndexOf(") : ", StringComparison.Ordinal);
        return end < 0 ? member : member[..end] + ", String[] names = null" + member[end..];
    }

    /// <summary>Runs where the package is at hand.</summary>
    private sealed class PackageFactAttribute : FactAttribute
    {
        public PackageFactAttribute()
        {
            if (Environment.GetEnvironmentVariable(Variable) is null)
            {
                Skip = $"{Variable} does not name a TorchSharp.dll of version 0.105.0.";
            }
        }
    }
}
