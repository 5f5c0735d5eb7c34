namespace TorchSharp.Utils;

/// <summary>The name under which a field's module, parameter or buffer is registered, where it is not the field's own.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class ComponentNameAttribute : Attribute
{
    /// <summary>The name in state dictionaries.</summary>
    public string? Name { get; set; }
}
