using System.CommandLine;

namespace MedTrain.Commands;

/// <summary>A command whose help ends with examples that can be pasted into a shell.</summary>
internal sealed class Verb : Command
{
    /// <summary>Names the command; <paramref name="examples"/> are complete lines that begin with <c>medtrain</c>.</summary>
    public Verb(string name, string description, params string[] examples)
        : base(name, description) => Examples = examples;

    /// <summary>The lines under <c>Examples:</c>.</summary>
    public IReadOnlyList<string> Examples { get; }
}
