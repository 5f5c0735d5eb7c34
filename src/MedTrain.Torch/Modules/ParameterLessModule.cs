using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Marks modules without parameters, buffers and children.</summary>
public interface IParameterLessModule
{
}

/// <summary>A module of one input without parameters.</summary>
public abstract class ParameterLessModule<T1, TResult> : nn.Module<T1, TResult>, IParameterLessModule
{
    /// <summary>A module with a name for messages.</summary>
    protected ParameterLessModule(string name)
        : base(name)
    {
    }
}

/// <summary>A module of two inputs without parameters.</summary>
public abstract class ParameterLessModule<T1, T2, TResult> : nn.Module<T1, T2, TResult>, IParameterLessModule
{
    /// <summary>A module with a name for messages.</summary>
    protected ParameterLessModule(string name)
        : base(name)
    {
    }
}

/// <summary>A module of three inputs without parameters.</summary>
public abstract class ParameterLessModule<T1, T2, T3, TResult> : nn.Module<T1, T2, T3, TResult>, IParameterLessModule
{
    /// <summary>A module with a name for messages.</summary>
    protected ParameterLessModule(string name)
        : base(name)
    {
    }
}
