using System.Runtime.Intrinsics.X86;

namespace MedTrain.Torch.Tests.Modules;

/// <summary>A test of float32 sums that are computed here on processors without AVX-512 only.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OwnSumsFactAttribute : FactAttribute
{
    public OwnSumsFactAttribute() => Skip = Avx512F.IsSupported ? "oneDNN does this work on processors with AVX-512" : null;
}
