using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>An error that libtorch reported. The message names the operator, the shapes and element types of its arguments, and libtorch's
/// reason.</summary>
/// <remarks>TorchSharp throws <see cref="ExternalException"/>; code that must run over both providers catches that.</remarks>
public sealed class TorchException : ExternalException
{
    internal TorchException(string operation, string message, Exception? cause = null)
        : base(message, cause) => Operation = operation;

    /// <summary>The operator or native function that failed, such as <c>mm</c> or <c>add.Tensor</c>.</summary>
    public string Operation { get; }
}
