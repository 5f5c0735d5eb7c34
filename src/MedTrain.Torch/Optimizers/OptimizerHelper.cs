using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>What all optimizers share: groups, state, saving and loading.</summary>
public abstract class OptimizerHelper : Optimizer
{
    private readonly Dictionary<Parameter, OptimizerState> states = new(ReferenceEqualityComparer.Instance);

    /// <summary>Writes settings and state to a file in TorchSharp's format.</summary>
    public void save_state_dict(string location)
    {
        using var writer = new BinaryWriter(File.Create(location));
        save_state_dict(writer);
    }

    /// <summary>Reads settings and state from a file.</summary>
    public void load_state_dict(string location)
    {
        using var reader = new BinaryReader(File.OpenRead(location));
        load_state_dict(reader);
    }

    /// <summary>Writes settings and state.</summary>
    public void save_state_dict(BinaryWriter writer)
    {
        var state = state_dict();
        writer.Write(GetType().Name);
        writer.Write7BitEncodedInt64(state.Options.Count);
        writer.Write7BitEncodedInt64(state.State.Count);
        state.Options.ForEach(options => options.SaveStateDict(writer));
        state.State.ForEach(entry => entry.SaveStateDict(writer));
    }

    /// <summary>Reads settings and state.</summary>
    /// <exception cref="InvalidDataException">They belong to another kind of optimizer or to other parameters.</exception>
    public void load_state_dict(BinaryReader reader)
    {
        var kind = reader.ReadString();
        if (kind != GetType().Name)
        {
            throw new InvalidDataException($"The state is that of {kind}, this optimizer is {GetType().Name}.");
        }

        var state = state_dict();
        CheckCounts(state, reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64());
        using var mode = no_grad();
        state.Options.ForEach(options => options.LoadStateDict(reader));
        state.State.ForEach(entry => entry.LoadStateDict(reader));
    }

    /// <summary>Copies settings and state from another optimizer's.</summary>
    /// <exception cref="InvalidDataException">They belong to other parameters.</exception>
    public virtual void load_state_dict(StateDictionary state_dict)
    {
        var own = this.state_dict();
        CheckCounts(own, state_dict.Options.Count, state_dict.State.Count);
        using var mode = no_grad();
        for (var i = 0; i < own.Options.Count; i++)
        {
            own.Options[i].LoadStateDict(state_dict.Options[i]);
        }

        for (var i = 0; i < own.State.Count; i++)
        {
            if (!ReferenceEquals(own.State[i], state_dict.State[i]))
            {
                own.State[i].LoadStateDict(state_dict.State[i]);
            }
        }
    }

    /// <summary>Settings and state: the optimizer's own objects, not copies.</summary>
    public virtual StateDictionary state_dict()
    {
        var result = new StateDictionary();
        foreach (var group in Groups)
        {
            result.Options.Add(group.Options!);
            var places = new List<int>();
            foreach (var parameter in group.Parameters)
            {
                places.Add(result.State.Count);
                result.State.Add(states[parameter]);
            }

            result.StateIndexRef.Add(places);
        }

        return result;
    }

    /// <summary>Moves the state to a device.</summary>
    public void to(Device device)
    {
        foreach (var state in states.Values)
        {
            state.to(device);
        }
    }

    /// <summary>Changes the parameters of all groups, without recording, in a dispose scope of its own.</summary>
    private protected Tensor? Step(Func<Tensor>? closure, Action<ParamGroup> body)
    {
        Tensor? loss = null;
        if (closure is not null)
        {
            using var recording = enable_grad();
            loss = closure();
        }

        using var mode = no_grad();
        using var scope = NewDisposeScope();
        Groups.ForEach(body);
        return loss;
    }

    /// <summary>Adds a group whose settings are complete, with new states.</summary>
    private protected void Add(ParamGroup group, OptimizerOptions options, Func<Parameter, OptimizerState> newState)
    {
        group.Parameters = [.. group.Parameters];
        foreach (var parameter in group.Parameters)
        {
            if (!parameter.is_leaf)
            {
                throw new ArgumentException("Only leaves can be optimized: a parameter must not be the result of an operation.");
            }

            if (states.ContainsKey(parameter))
            {
                throw new ArgumentException("A parameter is in two groups, or twice in one.");
            }

            var state = newState(parameter);
            state.Initialize(options);
            states.Add(parameter, state);
        }

        Groups.Add(group);
    }

    /// <summary>The group's parameters that have a gradient, with their states.</summary>
    private protected (Parameter Parameter, Tensor Gradient, TState State)[] Ready<TState>(ParamGroup group)
        where TState : OptimizerState
    {
        var ready = new List<(Parameter, Tensor, TState)>();
        foreach (var parameter in group.Parameters)
        {
            if (parameter.grad is { } gradient)
            {
                var state = (TState)states[parameter];
                state.Follow();
                ready.Add((parameter, gradient, state));
            }
        }

        return [.. ready];
    }

    /// <summary>Disposes the states.</summary>
    protected override void Dispose(bool disposing)
    {
        if (!disposing)
        {
            return;
        }

        foreach (var state in states.Values)
        {
            state.Dispose();
        }

        states.Clear();
        Groups.Clear();
    }

    private static void CheckCounts(StateDictionary own, long groups, long entries)
    {
        if (groups != own.Options.Count || entries != own.State.Count)
        {
            throw new InvalidDataException(
                $"The state is of {groups} groups and {entries} parameters, this optimizer has {own.Options.Count} and {own.State.Count}.");
        }
    }
}
