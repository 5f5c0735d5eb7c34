using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace MedTrain.Configuration;

/// <summary>
/// Turns YAML text into <see cref="ConfigNode"/>s that remember their positions. Reads the parser's events itself, so that duplicate keys
/// are reported all together instead of ending the reading, and no tag can ever create an object.
/// </summary>
internal sealed class YamlReader
{
    private const int DeepestNesting = 32;
    private const string StringTag = "tag:yaml.org,2002:str";

    private readonly Parser _parser;
    private readonly Func<Mark, ConfigOrigin> _originOf;
    private readonly ICollection<ConfigProblem> _problems;
    private readonly Dictionary<string, ConfigNode> _anchors = [];

    private YamlReader(string text, Func<Mark, ConfigOrigin> originOf, ICollection<ConfigProblem> problems)
    {
        _parser = new Parser(new StringReader(text));
        _originOf = originOf;
        _problems = problems;
    }

    /// <summary>The one document of a file, or null after a syntax error. An empty file is an empty mapping.</summary>
    public static ConfigNode? ReadFile(string text, string file, ICollection<ConfigProblem> problems) =>
        Read(text, mark => new ConfigOrigin(file, (int)mark.Line, (int)mark.Column), problems);

    /// <summary>The value of an override, all of it at the one <paramref name="origin"/>; null after a syntax error.</summary>
    public static ConfigNode? ReadValue(string text, ConfigOrigin origin, ICollection<ConfigProblem> problems) =>
        text.Trim().Length == 0 ? new ScalarNode(origin, "", Quoted: false) : Read(text, _ => origin, problems);

    private static ConfigNode? Read(string text, Func<Mark, ConfigOrigin> originOf, ICollection<ConfigProblem> problems)
    {
        var reader = new YamlReader(text, originOf, problems);
        try
        {
            return reader.ReadDocument();
        }
        catch (YamlException error)
        {
            return reader.RefuseSyntax(error.Start, error.Message.TrimEnd('.'));
        }
        catch (InvalidOperationException)
        {
            // What YamlDotNet's scanner throws for some unfinished lists; it does not say where.
            return reader.RefuseSyntax(reader._parser.Current?.End ?? Mark.Empty, "look for a missing bracket or quote near here");
        }
    }

    private ConfigNode? RefuseSyntax(Mark mark, string hint)
    {
        var remedy = hint.Contains("tab", StringComparison.Ordinal) ? "indent with spaces, not with tabs" : hint;
        _problems.Add(new ConfigProblem(_originOf(mark), "", "", "this is not valid YAML", remedy));
        return null;
    }

    private ConfigNode ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _)) { return new MapNode(_originOf(Mark.Empty), []); }

        _parser.Consume<DocumentStart>();
        var root = ReadNode(depth: 0);
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out var second))
        {
            const string Why = "a second YAML document begins here";
            _problems.Add(new ConfigProblem(_originOf(second.Start), "", "", Why, "keep one document per file"));
        }

        return root;
    }

    private ConfigNode ReadNode(int depth)
    {
        if (depth > DeepestNesting)
        {
            throw new YamlException(_parser.Current!.Start, _parser.Current.End, $"nested deeper than {DeepestNesting} levels");
        }

        if (_parser.TryConsume<AnchorAlias>(out var alias)) { return Aliased(alias); }

        var first = _parser.Consume<NodeEvent>();
        RefuseTag(first);
        ConfigNode node = first switch
        {
            Scalar scalar => new ScalarNode(_originOf(scalar.Start), scalar.Value, scalar.Style != ScalarStyle.Plain || scalar.Tag == StringTag),
            SequenceStart => ReadList(_originOf(first.Start), depth),
            _ => ReadMap(_originOf(first.Start), depth),
        };
        if (!first.Anchor.IsEmpty) { _anchors[first.Anchor.Value] = node; }

        return node;
    }

    private ListNode ReadList(ConfigOrigin origin, int depth)
    {
        var items = new List<ConfigNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _)) { items.Add(ReadNode(depth + 1)); }

        return new ListNode(origin, items);
    }

    private MapNode ReadMap(ConfigOrigin origin, int depth)
    {
        var entries = new List<MapEntry>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = ReadNode(depth + 1);
            var value = ReadNode(depth + 1);
            if (key is not ScalarNode name)
            {
                _problems.Add(new ConfigProblem(key.Origin, "", key.Shown, "a key must be a single word", "write key: value"));
            }
            else if (entries.Find(entry => entry.Key.Text == name.Text) is { } earlier)
            {
                var why = $"given twice; the first is at {earlier.Key.Origin}";
                _problems.Add(new ConfigProblem(name.Origin, name.Text, "", why, "keep one of them"));
            }
            else
            {
                entries.Add(new MapEntry(name, value));
            }
        }

        return new MapNode(origin, entries);
    }

    private ConfigNode Aliased(AnchorAlias alias) =>
        _anchors.TryGetValue(alias.Value.Value, out var node)
            ? node
            : throw new YamlException(alias.Start, alias.End, $"the anchor *{alias.Value.Value} is not defined above");

    private void RefuseTag(NodeEvent first)
    {
        if (!first.Tag.IsEmpty && first.Tag != StringTag && !first.Tag.IsNonSpecific)
        {
            _problems.Add(new ConfigProblem(_originOf(first.Start), "", first.Tag.Value, "YAML tags are not used here", "remove it"));
        }
    }
}
