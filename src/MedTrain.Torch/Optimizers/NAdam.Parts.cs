namespace TorchSharp.Modules;

/// <content>Settings of a group and state of a parameter.</content>
public sealed partial class NAdam
{
    /// <summary>The settings of a group; null to take the optimizer's.</summary>
    public class Options : BetaOptions
    {
        /// <summary>How fast the momentum grows.</summary>
        public double? momentum_decay;

        /// <inheritdoc/>
        internal override void Check()
        {
            base.Check();
            Require(momentum_decay >= 0, $"momentum_decay must not be negative, was {momentum_decay}.");
        }

        /// <inheritdoc/>
        private protected override void Visit(SettingVisitor visitor)
        {
            base.Visit(visitor);
            visitor.Visit(ref momentum_decay);
        }
    }

    /// <summary>Parameters with settings of their own.</summary>
    public class ParamGroup : BetaParamGroup<Options>
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
            IEnumerable<Parameter> parameters, double lr = 1.0, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
            double weight_decay = 0, double momentum_decay = 4e-3)
            : base(
                parameters,
                new Options
                {
                    LearningRate = lr,
                    beta1 = beta1,
                    beta2 = beta2,
                    eps = eps,
                    weight_decay = weight_decay,
                    momentum_decay = momentum_decay,
                })
        {
        }
    }

    /// <summary>What the optimizer remembers of one parameter.</summary>
    public sealed class State : MomentState
    {
        /// <summary>The product of all momenta so far.</summary>
        public double mu_product;

        /// <summary>The state of a parameter, before the first step.</summary>
        public State(Parameter parameter)
            : base(parameter)
        {
        }

        /// <inheritdoc/>
        public override void Initialize(OptimizerOptions options)
        {
            base.Initialize(options);
            mu_product = 1;
        }

        /// <inheritdoc/>
        private protected override void Visit(StateVisitor visitor)
        {
            visitor.Visit(ref step);
            visitor.Visit(ref mu_product);
            visitor.Visit(ref exp_avg);
            visitor.Visit(ref exp_avg_sq);
        }
    }
}
