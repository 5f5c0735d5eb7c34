using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <content>Settings of a group and state of a parameter.</content>
public sealed partial class Rprop
{
    /// <summary>The settings of a group; null to take the optimizer's.</summary>
    public class Options : OptimizerOptions
    {
        /// <summary>By what a step shrinks.</summary>
        public double? etaminus;

        /// <summary>By what a step grows.</summary>
        public double? etaplus;

        /// <summary>The smallest step.</summary>
        public double? min_step;

        /// <summary>The largest step.</summary>
        public double? max_step;

        /// <summary>Go up instead of down.</summary>
        public bool? maximize;

        /// <inheritdoc/>
        internal override void Check()
        {
            base.Check();
            Require(etaminus is > 0 and < 1 && etaplus > 1, $"0 < etaminus < 1 < etaplus must hold, they were {etaminus} and {etaplus}.");
            Require(min_step <= max_step, $"min_step must not be above max_step, they were {min_step} and {max_step}.");
        }

        /// <inheritdoc/>
        private protected override void Visit(SettingVisitor visitor)
        {
            visitor.Visit(ref maximize);
            visitor.Visit(ref etaminus);
            visitor.Visit(ref etaplus);
            visitor.Visit(ref min_step);
            visitor.Visit(ref max_step);
        }
    }

    /// <summary>Parameters with settings of their own.</summary>
    public class ParamGroup : ParamGroup<Options>
    {
        /// <summary>An empty group.</summary>
        public ParamGroup()
        {
        }

        /// <summary>A group with settings.</summary>
        public ParamGroup(IEnumerable<Parameter> parameters, Options options)
            : base(parameters, options)
        {
        }

        /// <summary>A group with settings.</summary>
        public ParamGroup(
            IEnumerable<Parameter> parameters, double lr = 1e-2, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6,
            double max_step = 50, bool maximize = false)
            : base(
                parameters,
                new Options
                {
                    LearningRate = lr,
                    etaminus = etaminus,
                    etaplus = etaplus,
                    min_step = min_step,
                    max_step = max_step,
                    maximize = maximize,
                })
        {
        }
    }

    /// <summary>What the optimizer remembers of one parameter.</summary>
    public sealed class State : OptimizerState
    {
        /// <summary>How many steps have been made.</summary>
        public long step;

        /// <summary>The gradient before.</summary>
        public Tensor? prev;

        /// <summary>The size of the step.</summary>
        public Tensor? step_size;

        /// <summary>The state of a parameter, before the first step.</summary>
        public State(Parameter parameter)
            : base(parameter)
        {
        }

        /// <inheritdoc/>
        public override void Initialize(OptimizerOptions options)
        {
            step = 0;
            Replace(ref prev, Zeros());
            Replace(ref step_size, Zeros().fill_(options.LearningRate!.Value));
        }

        /// <inheritdoc/>
        private protected override void Visit(StateVisitor visitor)
        {
            visitor.Visit(ref step);
            visitor.Visit(ref prev);
            visitor.Visit(ref step_size);
        }
    }
}
