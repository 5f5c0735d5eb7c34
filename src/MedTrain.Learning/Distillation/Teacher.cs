using MedTrain.Learning.Models;
using MedTrain.Learning.Objectives;

namespace MedTrain.Learning.Distillation;

/// <summary>A trained network that teaches another one.</summary>
/// <param name="Network">The network, on the student's device; it stays in eval mode.</param>
/// <param name="Objective">What it was trained for.</param>
public sealed record Teacher(Network Network, Objective Objective);
